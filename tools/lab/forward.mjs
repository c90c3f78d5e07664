import { request as send } from 'node:http';
import { ownHosts } from './guard.mjs';

/** Headers of one connection, which are not for the next. */
const hopByHop = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'proxy-connection',
];

/**
 * Forwards a request of the page to the first of these registries that accepts a connection; to
 * the one that `?registry=` names, if it does.
 *
 * @param {import('node:http').IncomingMessage} incoming
 * @param {import('node:http').ServerResponse} response
 * @param {{ url: URL, registries: readonly number[], ownPort: number }} parts
 */
export async function forward(incoming, response, { url, registries, ownPort }) {
  const wanted = url.searchParams.get('registry');
  url.searchParams.delete('registry');
  const ports = wanted === null ? registries : registries.filter((port) => String(port) === wanted);
  if (ports.length === 0)
    return void response.writeHead(400).end(`registry: one of ${registries.join(', ')}`);
  const body = await bodyOf(incoming);
  if (body === undefined) return void response.writeHead(413).end('the body is too long');
  const headers = headersFor(incoming.headers, ownPort);
  /** @param {number} index of the registry in the list */
  const tryAt = (index) => {
    const port = ports[index];
    if (port === undefined) {
      if (!response.headersSent) response.writeHead(502, { 'retry-after': '1' });
      return void response.end('no registry responds');
    }
    const target = `127.0.0.1:${port}`;
    const own = { ...headers, host: target, ...(headers.origin && { origin: `http://${target}` }) };
    const { method } = incoming;
    const path = url.pathname + url.search;
    // A connection of its own: a kept one would not say that it is connected.
    const outgoing = send({ host: '127.0.0.1', port, method, path, headers: own, agent: false });
    let isConnected = false;
    outgoing.on('socket', (socket) => socket.on('connect', () => (isConnected = true)));
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
      response.flushHeaders();
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    // A registry that was connected to may have acted: no other one gets the request as well.
    outgoing.on('error', () => (isConnected ? tryAt(ports.length) : tryAt(index + 1)));
    response.on('close', () => outgoing.destroy());
    outgoing.end(body);
  };
  tryAt(0);
}

/** @param {import('node:http').IncomingHttpHeaders} headers */
const withoutHops = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));

/**
 * The registry sees a request of its own page: the lab has checked already that it comes from its.
 *
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {number} ownPort
 */
export function headersFor(headers, ownPort) {
  const { referer: _, ...kept } = withoutHops(headers);
  const isOwn = ownHosts(ownPort).some((host) => kept['origin'] === `http://${host}`);
  if (!isOwn) delete kept['origin'];
  return kept;
}

const maxBytes = 65_536;

/**
 * Reads a body up to a limit; undefined beyond it.
 *
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Buffer | undefined>}
 */
export async function bodyOf(request) {
  /** @type {Buffer[]} */
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > maxBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
