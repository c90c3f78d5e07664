import { get } from '../../harness/http.js';
import { qualifiedId } from './clients.js';

/** Instances that one registry lists: the state that all registries must share, by name. */
export type Listing = ReadonlyMap<string, string>;

interface Listed {
  readonly app: string;
  readonly instanceId: string;
  readonly status: string;
  readonly overriddenStatus: string;
  readonly lastDirtyTimestamp: string;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Document {
  readonly applications: { readonly application: readonly { readonly instance: readonly Listed[] }[] };
}

export async function listingAt(base: string): Promise<Listing> {
  const { status, body, text } = await get(`${base}/eureka/apps`);
  if (status !== 200) throw new Error(`${base}: status ${status} ${text.slice(0, 200)}`);
  const all = (body as Document).applications.application.flatMap(({ instance }) => instance);
  return new Map(all.map((each) => [qualifiedId(each.app, each.instanceId), sharedState(each)]));
}

const sharedState = ({ status, overriddenStatus, lastDirtyTimestamp, metadata }: Listed) =>
  JSON.stringify([status, overriddenStatus, lastDirtyTimestamp, metadata]);

/** Describes the names that are missing from a listing in one line; undefined if there are none. */
export function missingFrom(listing: Pick<Listing, 'has'>, names: readonly string[]): string | undefined {
  return some(
    'missing',
    names.filter((each) => !listing.has(each)),
  );
}

/** Describes how one listing differs from another, in up to three lines. */
export function differences(theirs: Listing, ours: Listing): string[] {
  const missing = [...ours.keys()].filter((each) => !theirs.has(each));
  const unexpected = [...theirs.keys()].filter((each) => !ours.has(each));
  const others = [...ours]
    .filter(([name, state]) => theirs.has(name) && theirs.get(name) !== state)
    .map(([name, state]) => `${name} is ${theirs.get(name)}, not ${state}`);
  return [some('missing', missing), some('unexpected', unexpected), some('different', others)].filter(
    (each) => each !== undefined,
  );
}

/** Describes how the listings differ from that of the first registry; empty if all agree. */
export async function disagreements(bases: readonly string[]): Promise<string[]> {
  const [first, ...others] = await Promise.all(bases.map(listingAt));
  return others.flatMap((each, index) =>
    differences(each, first ?? new Map()).map((line) => `${bases[index + 1]}: ${line}`),
  );
}

const some = (what: string, names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : `${names.length} ${what}: ${names.slice(0, 3).join('; ')}`;
