import { table } from './table.mjs';

/**
 * An app as its folder's name describes it: kind-port.
 *
 * @typedef {{ name: string, kind: string, port: number }} App
 */

/**
 * @param {string} name
 * @returns {App}
 */
export function appNamed(name) {
  const [, kind = name, port = '0'] = /^(.+)-(\d+)$/.exec(name) ?? [];
  return { name, kind, port: Number(port) };
}

/**
 * Addresses where an app may listen, the likeliest first. Many users may not listen on port 80:
 * its app then takes 8080.
 *
 * @param {App} app
 * @param {{ PORT?: string, HOST?: string }} env
 */
export function addressesOf({ port }, { PORT, HOST }) {
  const host = !HOST || /^(0\.0\.0\.0|::)$/.test(HOST) ? 'localhost' : HOST;
  const ports = PORT?.trim() ? [Number(PORT)] : [port, ...(port === 80 ? [8080] : [])];
  return ports.map(
    (each) => `http://${host.includes(':') ? `[${host}]` : host}${each === 80 ? '' : `:${each}`}`,
  );
}

/** @type {Record<string, (address: string) => { zh: string, en: string }>} */
const whatToTry = {
  eureka: (address) => ({ zh: `${address}/（注册中心的页面）`, en: `${address}/ (the registry's page)` }),
  'payment-provider': (address) => same(`${address}/payment/get/31`),
  'order-consumer': (address) => same(`${address}/consumer/payment/get/31`),
};
const same = (/** @type {string} */ url) => ({ zh: url, en: url });

const words = {
  zh: {
    head: ['应用', '地址', '试一试'],
    missing: (/** @type {string} */ app, /** @type {number} */ secs) =>
      `${app} 在 ${secs} 秒内没有启动：请看上面它的输出`,
    unregistered: '无法注册：',
    console: '集群实况，以及可以停掉、杀掉、拖慢应用的实验室',
    companion: '学习手册：逐章跟着课程做，集群就在页面里',
    stop: 'Ctrl-C 停止全部应用',
  },
  en: {
    head: ['app', 'address', 'what to try next'],
    missing: (/** @type {string} */ app, /** @type {number} */ secs) =>
      `${app} did not come up within ${secs} s: look for its lines above`,
    unregistered: 'not registered:',
    console: 'the cluster live, and a lab to stop, kill and slow down apps',
    companion: 'the course chapter by chapter, with a cluster in the page',
    stop: 'Ctrl-C stops them all',
  },
};

/**
 * The table that ends the start-up.
 *
 * @param {readonly { app: App, address?: string }[]} found address of each app that responds
 * @param {'zh' | 'en'} language
 * @param {number} waitedSecs
 * @param {readonly import('./doctor-checks.mjs').Finding[]} [hosts] names that apps use
 * @param {Readonly<{ console?: string, companion?: string }>} [pages] addresses beside the apps
 */
export function announcement(found, language, waitedSecs, hosts = [], pages = {}) {
  const { head, missing, unregistered, stop } = words[language];
  const up = found.flatMap(({ app, address }) => {
    if (address === undefined) return [];
    const tryThis = whatToTry[app.kind] ?? ((/** @type {string} */ url) => same(`${url}/actuator/health`));
    return [[app.name, address, tryThis(address)[language]]];
  });
  for (const name of /** @type {const} */ (['console', 'companion'])) {
    const address = pages[name];
    if (address !== undefined) up.push([name, address, words[language][name]]);
  }
  const down = found
    .filter(({ address }) => address === undefined)
    .map(({ app }) => `  ${missing(app.name, waitedSecs)}`);
  const bad = hosts
    .filter(({ outcome }) => outcome !== 'ok')
    .map(({ about, says }) => `  ${unregistered} ${about} ${says}`);
  return [...(up.length > 0 ? ['', table([head, ...up]), ''] : ['']), ...down, ...bad, `  ${stop}`, ''].join(
    '\n',
  );
}
