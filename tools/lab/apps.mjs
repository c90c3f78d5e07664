import { addressesOf, appNamed } from '../announcement.mjs';

/**
 * An app that the lab works with.
 *
 * @typedef {object} LabApp
 * @property {string} name
 * @property {import('@eureka-nest/protocol/console').LabProcess['kind']} kind
 * @property {readonly number[]} ports where it may listen, the likeliest first
 * @property {Readonly<Record<string, string>>} env what its start sets besides the lab's own
 */

/** @type {Readonly<Record<string, LabApp['kind']>>} */
const kinds = { eureka: 'registry', 'payment-provider': 'provider', 'order-consumer': 'consumer' };

/** @type {readonly LabApp['kind'][]} */
const order = ['registry', 'provider', 'consumer'];

/**
 * The apps of the demo, registries first. `LAB_APPS` gives those on other ports than the usual
 * ones: `{"eureka-7001":{"port":21001,"env":{"PORT":"21001"}}}`.
 *
 * @param {readonly string[]} names folders of apps/
 * @param {NodeJS.ProcessEnv} env
 * @returns {readonly LabApp[]}
 */
export function labApps(names, { LAB_APPS, PORT, HOST }) {
  /** @type {Record<string, { port: number, env?: Record<string, string> }>} */
  const given = JSON.parse(LAB_APPS ?? '{}');
  return names
    .flatMap((name) => {
      const app = appNamed(name);
      const kind = kinds[app.kind];
      if (kind === undefined) return [];
      const usual = addressesOf(app, { PORT, HOST }).map((url) => Number(new URL(url).port || 80));
      const { port, env = {} } = given[name] ?? {};
      return [{ name, kind, ports: port === undefined ? usual : [port], env }];
    })
    .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}
