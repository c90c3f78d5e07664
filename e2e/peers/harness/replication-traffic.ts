import type { Exchange } from './link.js';

/** One change, as one server tells another. */
export interface Item {
  readonly action: string;
  readonly id: string;
}

export interface ItemAnswer {
  readonly statusCode: number;
}

export interface ToldItem {
  readonly item: Item;
  readonly answer: ItemAnswer;
}

const isBatch = ({ method, path }: Exchange) =>
  method === 'POST' && path === '/eureka/peerreplication/batch/';

/** Every change that was told, with what the other said to it; where it said nothing to that one, 0. */
export const itemsIn = (exchanges: readonly Exchange[]): readonly ToldItem[] =>
  exchanges.filter(isBatch).flatMap(({ asked, answered }) => {
    const answers = (answered as { responseList?: readonly ItemAnswer[] } | undefined)?.responseList ?? [];
    return listIn(asked).map((item, index) => ({ item, answer: answers[index] ?? { statusCode: 0 } }));
  });

/** All that Java takes; a batch with anything else in it is refused as a whole. */
const properties: readonly string[] = [
  'action',
  'appName',
  'id',
  'instanceInfo',
  'lastDirtyTimestamp',
  'overriddenStatus',
  'status',
];

/** The names of what a Java server would not take, of the lists and of the items in them. */
export const unknownToJava = (exchanges: readonly Exchange[]): readonly string[] =>
  exchanges.filter(isBatch).flatMap(({ asked }) => [
    ...Object.keys(asked as object).filter((each) => each !== 'replicationList'),
    ...listIn(asked)
      .flatMap((item) => Object.keys(item))
      .filter((each) => !properties.includes(each)),
  ]);

const listIn = (asked: unknown): readonly Item[] =>
  (asked as { readonly replicationList: readonly Item[] }).replicationList;
