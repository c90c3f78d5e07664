import { eventually } from '../../harness/eventually.js';
import { get, type Answer } from '../../harness/http.js';

export interface ListedInstance {
  readonly instanceId: string;
  readonly status: string;
  readonly hostName: string;
  readonly ipAddr: string;
  readonly port: { readonly $: number };
  readonly leaseInfo: { readonly lastRenewalTimestamp: number };
}

interface Listing {
  readonly applications: {
    readonly application: readonly { readonly instance: readonly ListedInstance[] }[];
  };
}

/** How a registry is asked: with a password, over TLS, or just so. */
export type Read = (url: string) => Promise<Pick<Answer, 'status' | 'body' | 'text'>>;

/** Every instance that one registry lists. */
export async function instancesAt(base: string, read: Read = get): Promise<ListedInstance[]> {
  const { status, body, text } = await read(`${base}/eureka/apps`);
  if (status !== 200) throw new Error(`${base} answered ${status} ${text}`);
  return (body as Listing).applications.application.flatMap((each) => each.instance);
}

/** Waits until each of these registries lists exactly these, all UP. */
export async function listedAtAll(
  bases: readonly string[],
  instanceIds: readonly string[],
  read: Read = get,
): Promise<void> {
  const expected = instanceIds.map((each) => `${each} UP`).sort();
  await eventually(async () => {
    for (const base of bases) {
      const all = await instancesAt(base, read);
      expect(all.map((each) => `${each.instanceId} ${each.status}`).sort()).toEqual(expected);
    }
  }, 60_000);
}

/** When one instance was last renewed, as its registry knows: this read is never from a cache. */
export async function renewedAt(base: string, app: string, instanceId: string): Promise<number> {
  const { status, body, text } = await get(`${base}/eureka/apps/${app}/${instanceId}`);
  if (status !== 200) throw new Error(`${base} answered ${status} ${text}`);
  return (body as { instance: ListedInstance }).instance.leaseInfo.lastRenewalTimestamp;
}
