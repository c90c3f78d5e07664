import { createServer } from 'node:http';
import { ownHosts } from '../lab/guard.mjs';
import { waitingPage } from './waiting-page.mjs';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {import('node:http').RequestListener} Listener */

/** A request for this path is answered when the site is up. */
export const readyPath = '/@companion/ready';

/**
 * A server that starts its site with the first request. Until the site is up, a page is answered by
 * one that waits for it, and all else waits here. A start that failed is tried again by the next
 * request.
 *
 * @param {() => Promise<Listener>} start
 */
export function companionServer(start) {
  /** @type {Listener | undefined} */
  let site;
  /** @type {Promise<Listener> | undefined} */
  let starting;

  const started = () => {
    starting ??= start().finally(() => (starting = undefined));
    return starting.then((listener) => (site = listener));
  };

  const handle = async (/** @type {Request} */ request, /** @type {Response} */ response) => {
    const { port = 0 } = /** @type {import('node:net').AddressInfo} */ (request.socket.address());
    // A name of another site that was made to point here is refused (DNS rebinding).
    if (!ownHosts(port).includes(String(request.headers.host).toLowerCase()))
      return send(response, 421, 'text/plain', `the companion is at http://localhost:${port}/ only`);
    if (request.url === readyPath) {
      await (site ?? started());
      return send(response, 200, 'text/plain', 'ready');
    }
    if (site) return site(request, response);
    const up = started();
    if (!request.headers.accept?.includes('text/html')) return (await up)(request, response);
    up.catch((error) => console.log(`companion: the site does not start: ${error.message}`));
    response.setHeader('retry-after', '2');
    return send(response, 503, 'text/html', waitingPage(readyPath, request.headers['accept-language']));
  };

  return createServer((request, response) => {
    handle(request, response).catch((error) => {
      if (response.headersSent) return response.destroy();
      send(response, 500, 'text/plain', `the companion does not start: ${error.message}`);
    });
  });
}

/** @type {(response: Response, status: number, type: string, body: string) => void} */
const send = (response, status, type, body) =>
  void response
    .writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
    .end(body);
