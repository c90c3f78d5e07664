import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import { doctorWords } from './doctor-words.mjs';
import { isDemoApp, listenersOn } from './listeners.mjs';

/**
 * The result of one check of this machine: `blocks` prevents the default start, `note` does not.
 *
 * @typedef {{ outcome: 'ok' | 'note' | 'blocks', about: string, says: string }} Finding
 */

/**
 * @param {string} version such as v20.20.2
 * @param {string} engines such as `^20.19.0 || >=24.11.0`
 * @param {'zh' | 'en'} [language]
 * @returns {Finding}
 */
export function nodeFits(version, engines, language = 'en') {
  const fits = engines.split('||').some((range) => inRange(numbersOf(version), range.trim()));
  return fits
    ? { outcome: 'ok', about: `Node ${version}`, says: '' }
    : { outcome: 'blocks', about: `Node ${version}`, says: doctorWords[language].oldNode(engines) };
}

/**
 * @param {readonly number[]} version
 * @param {string} range ^1.2.3 or >=1.2.3
 */
function inRange(version, range) {
  const least = numbersOf(range);
  const differs = least.findIndex((number, at) => number !== version[at]);
  const isHigher = differs === -1 || Number(version[differs]) > Number(least[differs]);
  return isHigher && (!range.startsWith('^') || version[0] === least[0]);
}

const numbersOf = (/** @type {string} */ text) =>
  text
    .replace(/^[^\d]*/, '')
    .split('.')
    .map(Number);

/**
 * The state of a port; `denied` means that this user lacks the right to listen on it.
 *
 * @param {number} port
 * @returns {Promise<'free' | 'taken' | 'denied'>}
 */
export async function portState(port) {
  // Each address family is tried: an app listens on both, and another program may have just one.
  for (const host of ['127.0.0.1', '::1']) {
    const state = await stateAt(port, host);
    if (state !== 'free') return state;
  }
  return 'free';
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<'free' | 'taken' | 'denied'>}
 */
const stateAt = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.on('error', (/** @type {NodeJS.ErrnoException} */ { code }) => {
      // Any other error means that this machine lacks IPv6, which says nothing about the port.
      resolve(code === 'EADDRINUSE' ? 'taken' : code === 'EACCES' ? 'denied' : 'free');
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('free')));
  });

/**
 * @param {string} app
 * @param {number} port
 * @param {(port: number) => Promise<'free' | 'taken' | 'denied'>} [stateOf]
 * @param {(port: number) => Promise<readonly import('./listeners.mjs').Listener[]>} [listeners]
 * @param {'zh' | 'en'} [language]
 * @returns {Promise<Finding>}
 */
export async function portOf(app, port, stateOf = portState, listeners = listenersOn, language = 'en') {
  const words = doctorWords[language];
  const about = words.port(port, app);
  const state = await stateOf(port);
  if (state === 'taken') {
    const by = await listeners(port);
    const ours = by.length > 0 && by.every(isDemoApp);
    return { outcome: 'blocks', about, says: words.taken(by, ours, port, app) };
  }
  if (state === 'free') return { outcome: 'ok', about, says: words.free };
  // Only the consumer has a second port.
  const second = port === 80 ? await stateOf(8080) : 'denied';
  return second === 'free'
    ? { outcome: 'note', about, says: words.second }
    : { outcome: 'blocks', about, says: words.denied(app) };
}

/**
 * @param {string} name
 * @param {NodeJS.Platform} platform
 * @param {(name: string) => Promise<string[]>} [addressesOf]
 * @param {'zh' | 'en'} [language]
 * @returns {Promise<Finding>}
 */
export async function hostName(name, platform, addressesOf = addressesIn, language = 'en') {
  const words = doctorWords[language];
  const file = platform === 'win32' ? String.raw`C:\Windows\System32\drivers\etc\hosts` : '/etc/hosts';
  const line = words.addLine(name, file);
  const local = name === 'localhost';
  const wish = local ? line : words.onlyCourse(line);
  const outcome = local ? 'blocks' : 'note';
  const addresses = await addressesOf(name);
  if (addresses.length === 0) return { outcome, about: name, says: words.unresolved(wish) };
  const elsewhere = addresses.find((address) => !/^127\.|^::1$/.test(address));
  return elsewhere
    ? { outcome, about: name, says: words.elsewhere(elsewhere, wish) }
    : { outcome: 'ok', about: name, says: addresses.join(', ') };
}

const addressesIn = (/** @type {string} */ name) =>
  lookup(name, { all: true }).then(
    (found) => found.map(({ address }) => address),
    () => [],
  );
