import { eventually } from '../../harness/eventually.js';
import { get } from '../../harness/http.js';

/**
 * State of an instance that all members of a cluster must share.
 */
export interface Replica {
  readonly instanceId: string;
  readonly status: string;
  readonly overriddenStatus: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly lastDirtyTimestamp: string;
  readonly leaseInfo: { readonly renewalIntervalInSecs: number; readonly durationInSecs: number };
}

interface Listed extends Replica {
  /** Time and kind of the last change at this server. */
  readonly lastUpdatedTimestamp?: string;
  readonly actionType?: string;
}

interface Listing {
  readonly applications: { readonly application: readonly { readonly instance: readonly Listed[] }[] };
}

/**
 * Waits until all of these registries list exactly these instances, with equal fields.
 */
export async function alikeAtAll(
  bases: readonly string[],
  expected: Readonly<Record<string, Partial<Replica>>>,
): Promise<void> {
  await eventually(async () => {
    const [first = {}, ...others] = await Promise.all(bases.map((each) => replicasAt(each)));
    expect(Object.keys(first).sort()).toEqual(Object.keys(expected).sort());
    expect(first).toMatchObject(expected);
    for (const other of others) expect(other).toEqual(first);
  }, 30_000);
}

async function replicasAt(base: string): Promise<Readonly<Record<string, Replica>>> {
  const { status, body, text } = await get(`${base}/eureka/apps`);
  if (status !== 200) throw new Error(`${base}: status ${status} ${text}`);
  const listed = (body as Listing).applications.application.flatMap(({ instance }) => instance);
  return Object.fromEntries(listed.map((each) => [each.instanceId, sharedOf(each)]));
}

function sharedOf({ lastUpdatedTimestamp: _at, actionType: _what, ...shared }: Listed): Replica {
  const { renewalIntervalInSecs, durationInSecs } = shared.leaseInfo;
  return { ...shared, leaseInfo: { renewalIntervalInSecs, durationInSecs } };
}
