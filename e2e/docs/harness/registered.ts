import { addressesOf, appNamed } from '../../../tools/announcement.mjs';
import { eventually } from '../../harness/eventually.js';
import { get } from '../../harness/http.js';

const limitMs = 30_000;

/** Addresses of an app, of which it listens at one. */
const addresses = (name: string) => addressesOf(appNamed(name), {});

/** Address at which an app responds. */
export const respondingAt = (name: string): Promise<string> =>
  eventually(async () => {
    for (const address of addresses(name)) {
      const { status } = await get(`${address}/actuator/health`).catch(() => ({ status: 0 }));
      if (status === 200) return address;
    }
    throw new Error(`${name} does not respond`);
  }, limitMs);

/** Waits until each of these registries lists these apps as up, and has no peer that it cannot reach. */
export async function registered(names: readonly string[]): Promise<void> {
  const registries = names.filter((name) => name.startsWith('eureka-'));
  const clients = names.filter((name) => /^(payment|order)-/.test(name));
  await Promise.all(
    registries.flatMap((registry) => [
      peersAvailable(registry, registries.length - 1),
      ...clients.map((client) => isUp(registry, client)),
    ]),
  );
}

const isUp = (registry: string, client: string) =>
  eventually(async () => {
    const [address = ''] = addresses(registry);
    // A response about one instance comes from no cache.
    const responses = await Promise.all(
      addresses(client).map((each) => get(`${address}/eureka/apps/${pathOf(client, each)}`)),
    );
    if (!responses.some(({ text }) => text.includes('"status":"UP"')))
      throw new Error(`${registry} does not list ${client}`);
  }, limitMs);

const pathOf = (client: string, address: string) => {
  const kind = client.startsWith('payment-') ? 'payment' : 'order';
  return `CLOUD-${kind.toUpperCase()}-SERVICE/${kind}${new URL(address).port || 80}`;
};

const peersAvailable = (registry: string, count: number) =>
  eventually(async () => {
    const [address = ''] = addresses(registry);
    const { text } = await get(`${address}/eureka/status`);
    const available = /"available-replicas":"(.*?)"/.exec(text)?.[1] ?? '';
    if (available.split(',').filter(Boolean).length < count)
      throw new Error(`${registry} does not reach its peer: ${text}`);
  }, limitMs);
