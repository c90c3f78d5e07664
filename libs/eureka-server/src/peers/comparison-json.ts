import {
  DecodeError,
  decodeInstance,
  encodeInstance,
  isInstanceStatus,
  type InstanceInfo,
} from '@eureka-nest/protocol';
import type { AppDetail, LeftRow, ListedRow } from '../core/anti-entropy/reconcile.js';
import type { AppDigests } from '../core/anti-entropy/registry-digest.js';
import type { PeerAnswers, Wanted } from './peer-request.js';

/** The documents in which two servers of ours compare their registries. Rows are arrays: there may be ten thousand of them. */

// ---- questions ----

export const compareQuestion = (digest: string): string => JSON.stringify({ digest });
export const detailQuestion = (apps: readonly string[]): string => JSON.stringify({ apps });
export const fetchQuestion = (wanted: readonly Wanted[]): string =>
  JSON.stringify({ ids: wanted.map(({ app, row }) => [app, row.id]) });

export const digestIn = (document: unknown): string => textAt(fieldOf(document, 'digest'), 'digest');

export const appsIn = (document: unknown): readonly string[] =>
  arrayAt(fieldOf(document, 'apps'), 'apps').map((app, i) => textAt(app, `apps[${i}]`));

export const idsIn = (document: unknown): readonly (readonly [app: string, id: string])[] =>
  arrayAt(fieldOf(document, 'ids'), 'ids').map((pair, i) => {
    const [app, id] = arrayAt(pair, `ids[${i}]`);
    return [textAt(app, `ids[${i}][0]`), textAt(id, `ids[${i}][1]`)];
  });

// ---- answers ----

export const comparisonText = (apps: PeerAnswers['compare']): string => JSON.stringify({ apps });

export function comparisonIn(document: unknown): PeerAnswers['compare'] {
  const apps = objectAt(document, 'document')['apps'];
  if (apps === undefined) return undefined;
  const digests = Object.entries(objectAt(apps, 'apps'));
  return Object.fromEntries(
    digests.map(([app, digest]) => [app, textAt(digest, `apps.${app}`)]),
  ) as AppDigests;
}

export const detailText = (details: PeerAnswers['detail']): string =>
  JSON.stringify({
    apps: [...details].map(([app, { listed, left }]) => [
      app,
      listed.map((row) => [
        row.id,
        row.fingerprint,
        row.lastDirtyTimestamp,
        row.status,
        row.overriddenStatus,
        row.contentAgeMs,
        row.statusAgeMs,
        row.aliveAgeMs,
        row.overrideAgeMs ?? null,
      ]),
      left.map(({ id, lastDirtyTimestamp, ageMs }) => [id, lastDirtyTimestamp, ageMs]),
    ]),
  });

export const detailIn = (document: unknown): PeerAnswers['detail'] =>
  new Map(
    arrayAt(fieldOf(document, 'apps'), 'apps').map((each, i): [string, AppDetail] => {
      const at = `apps[${i}]`;
      const [app, listed, left] = arrayAt(each, at);
      return [
        textAt(app, `${at}[0]`),
        {
          listed: arrayAt(listed, `${at}[1]`).map((row, n) => listedIn(row, `${at}[1][${n}]`)),
          left: arrayAt(left, `${at}[2]`).map((row, n) => leftIn(row, `${at}[2][${n}]`)),
        },
      ];
    }),
  );

export const instancesText = (instances: readonly InstanceInfo[]): string =>
  JSON.stringify({ instances: instances.map(encodeInstance) });

export const instancesIn = (document: unknown, now: number): readonly InstanceInfo[] =>
  arrayAt(fieldOf(document, 'instances'), 'instances').map((each, i) =>
    decodeInstance(each, now, `instances[${i}]`),
  );

// ---- parts ----

function listedIn(value: unknown, at: string): ListedRow {
  const [id, mark, dirty, status, overridden, contentAge, statusAge, aliveAge, overrideAge] = arrayAt(
    value,
    at,
  );
  return {
    id: textAt(id, `${at}[0]`),
    fingerprint: textAt(mark, `${at}[1]`),
    lastDirtyTimestamp: numberAt(dirty, `${at}[2]`),
    status: statusAt(status, `${at}[3]`),
    overriddenStatus: statusAt(overridden, `${at}[4]`),
    contentAgeMs: ageAt(contentAge, `${at}[5]`),
    statusAgeMs: ageAt(statusAge, `${at}[6]`),
    aliveAgeMs: ageAt(aliveAge, `${at}[7]`),
    ...(overrideAge != null && { overrideAgeMs: ageAt(overrideAge, `${at}[8]`) }),
  };
}

function leftIn(value: unknown, at: string): LeftRow {
  const [id, dirty, age] = arrayAt(value, at);
  return {
    id: textAt(id, `${at}[0]`),
    lastDirtyTimestamp: numberAt(dirty, `${at}[1]`),
    ageMs: ageAt(age, `${at}[2]`),
  };
}

const fieldOf = (document: unknown, name: string): unknown => objectAt(document, 'document')[name];

function objectAt(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new DecodeError(field, 'an object');
}

function arrayAt(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new DecodeError(field, 'an array');
}

function textAt(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw new DecodeError(field, 'a text');
}

function numberAt(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new DecodeError(field, 'a whole number');
}

/** Nothing is younger than now: a lease of tomorrow would last for ever. */
function ageAt(value: unknown, field: string): number {
  const age = numberAt(value, field);
  if (age >= 0) return age;
  throw new DecodeError(field, 'a number of ms, 0 or more');
}

function statusAt(value: unknown, field: string): ListedRow['status'] {
  if (typeof value === 'string' && isInstanceStatus(value)) return value;
  throw new DecodeError(field, 'a status');
}
