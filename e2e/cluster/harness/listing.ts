import { get } from '../../harness/http.js';
import { nameOf } from './clients.js';

/** All that one registry lists: by name, what must be the same everywhere. */
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
  if (status !== 200) throw new Error(`${base} answered ${status} ${text.slice(0, 200)}`);
  const all = (body as Document).applications.application.flatMap(({ instance }) => instance);
  return new Map(all.map((each) => [nameOf(each.app, each.instanceId), stateOf(each)]));
}

const stateOf = ({ status, overriddenStatus, lastDirtyTimestamp, metadata }: Listed) =>
  JSON.stringify([status, overriddenStatus, lastDirtyTimestamp, metadata]);

/** Who is missing from a listing, in words that fit a line; undefined when nobody is. */
export function missingFrom(listing: Pick<Listing, 'has'>, names: readonly string[]): string | undefined {
  return some(
    'missing',
    names.filter((each) => !listing.has(each)),
  );
}

/** How one listing differs from another, a line for each way. */
export function differences(theirs: Listing, ours: Listing): string[] {
  const missing = [...ours.keys()].filter((each) => !theirs.has(each));
  const tooMany = [...theirs.keys()].filter((each) => !ours.has(each));
  const others = [...ours]
    .filter(([name, state]) => theirs.has(name) && theirs.get(name) !== state)
    .map(([name, state]) => `${name} is ${theirs.get(name)}, not ${state}`);
  return [some('missing', missing), some('too many', tooMany), some('otherwise', others)].filter(
    (each) => each !== undefined,
  );
}

/** How the listings of these registries differ from the first one's: none when all agree. */
export async function disagreements(bases: readonly string[]): Promise<string[]> {
  const [first, ...others] = await Promise.all(bases.map(listingAt));
  return others.flatMap((each, index) =>
    differences(each, first ?? new Map()).map((line) => `${bases[index + 1]}: ${line}`),
  );
}

const some = (what: string, names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : `${names.length} ${what}: ${names.slice(0, 3).join('; ')}`;
