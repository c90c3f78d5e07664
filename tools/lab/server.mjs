import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { actionIn } from './action.mjs';
import { safeHeaders, sendAsset, sendPage } from './assets.mjs';
import { eventOf } from './event-hub.mjs';
import { bodyOf, forward } from './forward.mjs';
import { refusalOfHost, refusalOfOrigin } from './guard.mjs';
import { languageOfHeader } from './words.mjs';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {(request: Request, response: Response) => Promise<void> | void} Handler */

const oldToken = 'the token is missing or of an earlier start: reload the page';

/**
 * The lab's server. Its token is new with each start; a request that changes something needs it.
 *
 * @param {import('./lab.mjs').Lab} lab
 * @param {string} folder of the console's build
 */
export function labServer(lab, folder) {
  const token = randomBytes(24).toString('base64url');
  const isToken = (/** @type {unknown} */ given) =>
    typeof given === 'string' &&
    given.length === token.length &&
    timingSafeEqual(Buffer.from(given), Buffer.from(token));

  const handle = async (/** @type {Request} */ request, /** @type {Response} */ response) => {
    const { port = 0 } = /** @type {import('node:net').AddressInfo} */ (request.socket.address());
    const refusal = refusalOfHost(request.headers, port);
    if (refusal) return sendText(response, 421, refusal);
    if (!URL.canParse(request.url ?? '', `http://localhost:${port}`))
      return sendText(response, 400, 'bad URL');
    const url = new URL(request.url ?? '', `http://localhost:${port}`);
    const { pathname } = url;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && (pathname === '/' || pathname === '/console/'))
      return void response.writeHead(302, { ...safeHeaders, location: `/console${url.search}` }).end();
    if (isRead && pathname === '/console') return sendPage(folder, request, response);
    if (isRead && pathname.startsWith('/console/assets/'))
      return sendAsset(folder, pathname.slice('/console/assets/'.length), response);
    const foreign = refusalOfOrigin(request.headers, port);
    if (foreign) return sendText(response, 403, foreign);
    if (pathname.startsWith('/console/api/'))
      return forward(request, response, { url, registries: lab.registryPorts, ownPort: port });
    const route = routes[`${request.method} ${pathname}`];
    if (!route) return sendText(response, 404, 'there is no such page in the lab');
    return route(request, response);
  };

  /** @type {Readonly<Record<string, Handler>>} */
  const routes = {
    'GET /console/lab': async (_, response) => {
      await lab.look();
      sendJson(response, 200, { token, ...lab.state });
    },
    'GET /console/lab/events': (_, response) => lab.hub.add(response, eventOf('processes', lab.state)),
    'POST /console/lab/actions': async (request, response) => {
      if (!isToken(request.headers['eureka-nest-lab']))
        return sendJson(response, 403, { ok: false, message: oldToken, code: 'token' });
      const given = actionIn(parsed(await bodyOf(request)), lab.apps);
      if ('wrong' in given) return sendJson(response, 400, { ok: false, message: given.wrong });
      const language = languageOfHeader(request.headers['accept-language']);
      const result = await lab.act(given.action, language);
      sendJson(response, result.ok ? 200 : 409, result);
    },
  };

  return createServer((request, response) => {
    handle(request, response).catch((error) => {
      console.error(`lab: ${request.method} ${request.url} failed: ${error.stack}`);
      if (!response.headersSent) sendText(response, 500, 'the lab failed: see its log');
      else response.destroy();
    });
  });
}

/** @param {Buffer | undefined} body */
function parsed(body) {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}

/** @type {(response: Response, status: number, text: string) => void} */
const sendText = (response, status, text) =>
  void response.writeHead(status, { ...safeHeaders, 'content-type': 'text/plain; charset=utf-8' }).end(text);

/** @type {(response: Response, status: number, body: unknown) => void} */
const sendJson = (response, status, body) =>
  void response
    .writeHead(status, { ...safeHeaders, 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
