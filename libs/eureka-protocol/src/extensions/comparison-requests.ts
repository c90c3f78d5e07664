import { objectAt } from '../json/fields.js';
import { arrayAt, stringAt } from './strict-fields.js';

/** Paths of the comparison, relative to a registry URL; each is a `POST` of JSON. */
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

export const encodeCompareRequest = (digest: string): string => JSON.stringify({ digest });

export const decodeCompareRequest = (document: unknown): string =>
  stringAt(objectAt(document, 'document')['digest'], 'digest');

export const encodeDetailRequest = (apps: readonly string[]): string => JSON.stringify({ apps });

export const decodeDetailRequest = (document: unknown): readonly string[] =>
  arrayAt(objectAt(document, 'document')['apps'], 'apps').map((app, i) => stringAt(app, `apps[${i}]`));

export const encodeInstancesRequest = (ids: readonly InstancePath[]): string => JSON.stringify({ ids });

export const decodeInstancesRequest = (document: unknown): readonly InstancePath[] =>
  arrayAt(objectAt(document, 'document')['ids'], 'ids').map((pair, i) => {
    const [app, id] = arrayAt(pair, `ids[${i}]`);
    return [stringAt(app, `ids[${i}][0]`), stringAt(id, `ids[${i}][1]`)];
  });
