import { decodeInstance } from '../json/decode-instance.js';
import { encodeInstance } from '../json/encode-instance.js';
import { objectAt } from '../json/fields.js';
import { DecodeError } from '../model/errors.js';
import { isInstanceStatus, type InstanceInfo, type InstanceStatus } from '../model/instance-info.js';
import type { AppDetail, AppDigests, LeftRow, ListedRow } from './comparison.js';
import { ageAt, arrayAt, integerAt, stringAt } from './strict-fields.js';

/** @param apps digests of all applications; undefined if both registries are equal */
export const encodeCompareResponse = (apps: AppDigests | undefined): string => JSON.stringify({ apps });

export function decodeCompareResponse(document: unknown): AppDigests | undefined {
  const apps = objectAt(document, 'document')['apps'];
  if (apps === undefined) return undefined;
  const digests = Object.entries(objectAt(apps, 'apps'));
  return Object.fromEntries(
    digests.map(([app, digest]) => [app, stringAt(digest, `apps.${app}`)]),
  ) as AppDigests;
}

/** Rows are arrays, not objects: a response may have thousands of them. */
export const encodeDetailResponse = (details: ReadonlyMap<string, AppDetail>): string =>
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

export const decodeDetailResponse = (document: unknown): ReadonlyMap<string, AppDetail> =>
  new Map(
    arrayAt(objectAt(document, 'document')['apps'], 'apps').map((each, i): [string, AppDetail] => {
      const at = `apps[${i}]`;
      const [app, listed, left] = arrayAt(each, at);
      return [
        stringAt(app, `${at}[0]`),
        {
          listed: arrayAt(listed, `${at}[1]`).map((row, n) => decodeListedRow(row, `${at}[1][${n}]`)),
          left: arrayAt(left, `${at}[2]`).map((row, n) => decodeLeftRow(row, `${at}[2][${n}]`)),
        },
      ];
    }),
  );

export const encodeInstancesResponse = (instances: readonly InstanceInfo[]): string =>
  JSON.stringify({ instances: instances.map(encodeInstance) });

export const decodeInstancesResponse = (document: unknown, now: number): readonly InstanceInfo[] =>
  arrayAt(objectAt(document, 'document')['instances'], 'instances').map((each, i) =>
    decodeInstance(each, now, `instances[${i}]`),
  );

function decodeListedRow(value: unknown, at: string): ListedRow {
  const row = arrayAt(value, at);
  const overrideAge = row[8];
  return {
    id: stringAt(row[0], `${at}[0]`),
    fingerprint: stringAt(row[1], `${at}[1]`),
    lastDirtyTimestamp: integerAt(row[2], `${at}[2]`),
    status: statusAt(row[3], `${at}[3]`),
    overriddenStatus: statusAt(row[4], `${at}[4]`),
    contentAgeMs: ageAt(row[5], `${at}[5]`),
    statusAgeMs: ageAt(row[6], `${at}[6]`),
    aliveAgeMs: ageAt(row[7], `${at}[7]`),
    ...(overrideAge != null && { overrideAgeMs: ageAt(overrideAge, `${at}[8]`) }),
  };
}

function decodeLeftRow(value: unknown, at: string): LeftRow {
  const row = arrayAt(value, at);
  return {
    id: stringAt(row[0], `${at}[0]`),
    lastDirtyTimestamp: integerAt(row[1], `${at}[1]`),
    ageMs: ageAt(row[2], `${at}[2]`),
  };
}

function statusAt(value: unknown, field: string): InstanceStatus {
  if (typeof value === 'string' && isInstanceStatus(value)) return value;
  throw new DecodeError(field, 'a status');
}
