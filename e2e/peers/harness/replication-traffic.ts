import type { Exchange } from './link.js';

/** One change, as one server replicates it to another. */
export interface Item {
  readonly action: string;
  readonly id: string;
}

export interface ItemOutcome {
  readonly statusCode: number;
}

export interface ReplicatedItem {
  readonly item: Item;
  readonly outcome: ItemOutcome;
}

const isBatch = ({ method, path }: Exchange) =>
  method === 'POST' && path === '/eureka/peerreplication/batch/';

/**
 * Finds all replicated changes with their outcomes; the status is 0 if there is none.
 */
export const itemsIn = (exchanges: readonly Exchange[]): readonly ReplicatedItem[] =>
  exchanges.filter(isBatch).flatMap(({ requestBody, responseBody }) => {
    const outcomes =
      (responseBody as { responseList?: readonly ItemOutcome[] } | undefined)?.responseList ?? [];
    return listIn(requestBody).map((item, index) => ({
      item,
      outcome: outcomes[index] ?? { statusCode: 0 },
    }));
  });

/** Fields that Java accepts; it refuses a batch with any other field as a whole. */
const properties: readonly string[] = [
  'action',
  'appName',
  'id',
  'instanceInfo',
  'lastDirtyTimestamp',
  'overriddenStatus',
  'status',
];

/** Finds the fields of batches and items that a Java server would refuse. */
export const unknownToJava = (exchanges: readonly Exchange[]): readonly string[] =>
  exchanges.filter(isBatch).flatMap(({ requestBody }) => [
    ...Object.keys(requestBody as object).filter((each) => each !== 'replicationList'),
    ...listIn(requestBody)
      .flatMap((item) => Object.keys(item))
      .filter((each) => !properties.includes(each)),
  ]);

const listIn = (body: unknown): readonly Item[] =>
  (body as { readonly replicationList: readonly Item[] }).replicationList;
