import { eventually } from '../../harness/eventually.js';
import { get, type Reply } from '../../harness/http.js';

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

/** Sends a GET to a registry: plain, with a password, or over TLS. */
export type Read = (url: string) => Promise<Pick<Reply, 'status' | 'body' | 'text'>>;

/** Reads all instances that one registry lists. */
export async function instancesAt(base: string, read: Read = get): Promise<ListedInstance[]> {
  const { status, body, text } = await read(`${base}/eureka/apps`);
  if (status !== 200) throw new Error(`${base}: status ${status} ${text}`);
  return (body as Listing).applications.application.flatMap((each) => each.instance);
}

/** Waits until each of these registries lists exactly these instances, all UP. */
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

/** Reads the time of the last renewal of one instance; this response is never cached. */
export async function renewedAt(base: string, app: string, instanceId: string): Promise<number> {
  const { status, body, text } = await get(`${base}/eureka/apps/${app}/${instanceId}`);
  if (status !== 200) throw new Error(`${base}: status ${status} ${text}`);
  return (body as { instance: ListedInstance }).instance.leaseInfo.lastRenewalTimestamp;
}
