import { decodeInstance } from '../json/decode-instance.js';
import { encodeInstance } from '../json/encode-instance.js';
import { objectAt } from '../json/fields.js';
import type { InstanceInfo, InstanceStatus } from '../model/instance-info.js';
import { ageAt, arrayAt, integerAt, statusAt, stringAt } from './strict-fields.js';

/**
 * Documents in which two servers of this project compare their registries (anti-entropy). All
 * times are ages in ms, because two clocks never agree. The paths are relative to a registry URL;
 * each request is a `POST` of JSON.
 */
export const comparisonPaths = {
  /** Compares both registries; the response names the applications that differ. */
  compare: 'peerreplication/compare',
  /** Lists the rows of some applications: listed instances and recent cancels. */
  detail: 'peerreplication/detail',
  /** Fetches some instances in full. */
  instances: 'peerreplication/instances',
} as const;

/** Address of an instance in a registry. */
export type InstancePath = readonly [app: string, id: string];

/** Application name -> number of instances and hash of what is listed of them, as in `2:1f3a…`. */
export type AppDigests = Readonly<Record<string, string>>;

/** Instance as one registry lists it. */
export interface ListedRow {
  readonly id: string;
  /**
   * Hash of everything that the instance says of itself; equal at two servers if they list the
   * same.
   */
  readonly fingerprint: string;
  readonly lastDirtyTimestamp: number;
  readonly status: InstanceStatus;
  readonly overriddenStatus: InstanceStatus;
  /** Age of the last registration or metadata change. */
  readonly contentAgeMs: number;
  /** Age of the last decision on the status. */
  readonly statusAgeMs: number;
  /** Age of the last sign of life. */
  readonly aliveAgeMs: number;
  /** Age of the operator's last order (set or removed an override); undefined if there was none. */
  readonly overrideAgeMs?: number;
}

/** Instance that cancelled, as one registry remembers it. */
export interface LeftRow {
  readonly id: string;
  readonly lastDirtyTimestamp: number;
  readonly ageMs: number;
}

/** One application as one registry knows it. */
export interface AppDetail {
  readonly listed: readonly ListedRow[];
  /** Recent cancels. */
  readonly left: readonly LeftRow[];
}

/**
 * Columns of a row, which is an array, not an object: a response may have thousands of them. A
 * reader gets the value and its path.
 */
type Columns<Row> = { readonly [Name in keyof Row]-?: (value: unknown, at: string) => Row[Name] };

const listedColumns: Columns<ListedRow> = {
  id: stringAt,
  fingerprint: stringAt,
  lastDirtyTimestamp: integerAt,
  status: statusAt,
  overriddenStatus: statusAt,
  contentAgeMs: ageAt,
  statusAgeMs: ageAt,
  aliveAgeMs: ageAt,
  overrideAgeMs: (value, at) => (value == null ? undefined : ageAt(value, at)),
};
const leftColumns: Columns<LeftRow> = { id: stringAt, lastDirtyTimestamp: integerAt, ageMs: ageAt };

const namesOf = <Row>(columns: Columns<Row>) => Object.keys(columns) as (keyof Row)[];

const encodeRows = <Row>(columns: Columns<Row>, rows: readonly Row[]): unknown[] =>
  rows.map((row) => namesOf(columns).map((name) => row[name] ?? null));

const decodeRows = <Row>(columns: Columns<Row>, value: unknown, at: string): readonly Row[] =>
  arrayAt(value, at).map((each, i) => {
    const row = arrayAt(each, `${at}[${i}]`);
    const fields = namesOf(columns).map((name, n) => [name, columns[name](row[n], `${at}[${i}][${n}]`)]);
    return Object.fromEntries(fields.filter(([, field]) => field !== undefined)) as Row;
  });

export const encodeCompareRequest = (digest: string): string => JSON.stringify({ digest });

export const decodeCompareRequest = (document: unknown): string =>
  stringAt(objectAt(document, 'document')['digest'], 'digest');

/** @param apps digests of all applications; undefined if both registries are equal */
export const encodeCompareResponse = (apps: AppDigests | undefined): string => JSON.stringify({ apps });

export function decodeCompareResponse(document: unknown): AppDigests | undefined {
  const { apps } = objectAt(document, 'document');
  if (apps === undefined) return undefined;
  const digests = Object.entries(objectAt(apps, 'apps'));
  return Object.fromEntries(digests.map(([app, digest]) => [app, stringAt(digest, `apps.${app}`)]));
}

export const encodeDetailRequest = (apps: readonly string[]): string => JSON.stringify({ apps });

export const decodeDetailRequest = (document: unknown): readonly string[] =>
  listIn(document, 'apps').map((app, i) => stringAt(app, `apps[${i}]`));

export const encodeDetailResponse = (details: ReadonlyMap<string, AppDetail>): string => {
  const apps = [...details].map(([app, { listed, left }]) => [
    app,
    encodeRows(listedColumns, listed),
    encodeRows(leftColumns, left),
  ]);
  return JSON.stringify({ apps });
};

export const decodeDetailResponse = (document: unknown): ReadonlyMap<string, AppDetail> =>
  new Map(
    listIn(document, 'apps').map((each, i) => {
      const at = `apps[${i}]`;
      const [app, listed, left] = arrayAt(each, at);
      const name = stringAt(app, `${at}[0]`);
      const rows = decodeRows(listedColumns, listed, `${at}[1]`);
      return [name, { listed: rows, left: decodeRows(leftColumns, left, `${at}[2]`) }];
    }),
  );

export const encodeInstancesRequest = (ids: readonly InstancePath[]): string => JSON.stringify({ ids });

export const decodeInstancesRequest = (document: unknown): readonly InstancePath[] =>
  listIn(document, 'ids').map((pair, i) => {
    const [app, id] = arrayAt(pair, `ids[${i}]`);
    return [stringAt(app, `ids[${i}][0]`), stringAt(id, `ids[${i}][1]`)];
  });

export const encodeInstancesResponse = (instances: readonly InstanceInfo[]): string =>
  JSON.stringify({ instances: instances.map(encodeInstance) });

export const decodeInstancesResponse = (document: unknown, now: number): readonly InstanceInfo[] =>
  listIn(document, 'instances').map((each, i) => decodeInstance(each, now, `instances[${i}]`));

const listIn = (document: unknown, name: string): readonly unknown[] =>
  arrayAt(objectAt(document, 'document')[name], name);
