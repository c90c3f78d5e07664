/**
 * The headers by which a request is judged.
 *
 * @typedef {Readonly<Record<string, string | string[] | undefined>>} Headers
 */

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Authorities by which a browser on this machine reaches the lab. */
export const ownHosts = (/** @type {number} */ port) => loopback.map((host) => `${host}:${port}`);

/**
 * Reason to refuse a request, undefined if it is fine. A foreign `Host` means that a name of
 * another site was made to point here (DNS rebinding).
 *
 * @param {Headers} headers
 * @param {number} port
 */
export function refusalOfHost({ host }, port) {
  return ownHosts(port).includes(String(host).toLowerCase())
    ? undefined
    : `the lab answers at http://localhost:${port} only`;
}

/**
 * Reason to refuse a request that reads or changes state: only the lab's own page may send it. A
 * program without these headers, such as curl, is no web page; it may read, and needs the token to
 * change anything.
 *
 * @param {Headers} headers
 * @param {number} port
 */
export function refusalOfOrigin(headers, port) {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const isOwn = origin === undefined || ownHosts(port).some((host) => origin === `http://${host}`);
  return isOwn && (site === undefined || site === 'same-origin')
    ? undefined
    : 'only the page of the lab itself may ask this';
}
