import { addressesOf, appNamed } from '../announcement.mjs';
import { until } from './until.mjs';

const limitMs = 60_000;
const responseLimitMs = 5_000;

const addressesOfApp = (/** @type {string} */ name) => addressesOf(appNamed(name), {});

/**
 * Text of a response, empty if there is none or if it is no success.
 *
 * @param {string} url
 */
const textAt = (url) =>
  fetch(url, {
    headers: { accept: 'application/json', connection: 'close' },
    signal: AbortSignal.timeout(responseLimitMs),
  })
    .then((response) => (response.ok ? response.text() : ''))
    .catch(() => '');

/**
 * Waits until an app responds at one of its addresses.
 *
 * @param {string} name
 */
export const responding = (name) =>
  until(`${name} responds`, limitMs, async () => {
    for (const address of addressesOfApp(name))
      if ((await textAt(`${address}/actuator/health`)) !== '') return address;
    return undefined;
  });

/**
 * Waits until the registries among these apps list the others as up, and reach their peers.
 *
 * @param {readonly string[]} names
 */
export async function registered(names) {
  const registries = names.filter((name) => name.startsWith('eureka-'));
  const clients = names.filter((name) => /^(payment|order)-/.test(name));
  await Promise.all(
    registries.flatMap((registry) => [
      reachesPeers(registry, registries.length - 1),
      ...clients.map((client) => lists(registry, client)),
    ]),
  );
}

/**
 * @param {string} registry
 * @param {string} client
 */
function lists(registry, client) {
  const [address] = addressesOfApp(registry);
  const kind = client.startsWith('payment-') ? 'payment' : 'order';
  const ids = addressesOfApp(client).map((each) => `${kind}${new URL(each).port || 80}`);
  return until(`${registry} lists ${client}`, limitMs, async () => {
    // A response about one instance comes from no cache.
    for (const id of ids) {
      const text = await textAt(`${address}/eureka/apps/CLOUD-${kind.toUpperCase()}-SERVICE/${id}`);
      if (text.includes('"status":"UP"')) return id;
    }
    return undefined;
  });
}

/**
 * @param {string} registry
 * @param {number} count
 */
function reachesPeers(registry, count) {
  const [address] = addressesOfApp(registry);
  return until(`${registry} reaches its peers`, limitMs, async () => {
    const [, available = ''] =
      /"available-replicas":"(.*?)"/.exec(await textAt(`${address}/eureka/status`)) ?? [];
    return available.split(',').filter(Boolean).length >= count ? available : undefined;
  });
}
