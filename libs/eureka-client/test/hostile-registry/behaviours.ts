import type { Behaviour, Behaviours, RequestKind } from './programmable-registry.js';

const json = { 'content-type': 'application/json' };

/** Responds with a status, a body and headers. */
export const responds =
  (status: number, body: string | Buffer = '', headers: Readonly<Record<string, string>> = json): Behaviour =>
  ({ response }) =>
    void response.writeHead(status, headers).end(body);

/** Responds with 200 and a body that is computed once per response. */
export const sends =
  (body: () => string, headers: Readonly<Record<string, string>> = json): Behaviour =>
  ({ response }) =>
    void response.writeHead(200, headers).end(body());

/** Writes bytes to the socket as they are, and then closes it unless it stays open. */
export const writes =
  (bytes: string, isLeftOpen = false): Behaviour =>
  ({ response: { socket } }) =>
    void (isLeftOpen ? socket?.write(bytes) : socket?.end(bytes));

export const hangs: Behaviour = () => undefined;

export const hangsAfterHead: Behaviour = ({ response }) => {
  response.writeHead(200, { ...json, 'content-length': '1000' }).flushHeaders();
};

export const resets: Behaviour = ({ request }) => void request.socket.resetAndDestroy();

export const closes: Behaviour = ({ request }) => void request.socket.destroy();

/** Sends one byte at a time of a body that has an end, but not soon. */
export const drips: Behaviour = ({ response, every }) => {
  response.writeHead(200, { ...json, 'content-length': '100000' });
  every(20, () => response.write(' '));
};

/** Sends a head without an end, line by line. */
export const dripsHead: Behaviour = ({ response: { socket }, every }) => {
  socket?.write('HTTP/1.1 200 OK\r\n');
  every(20, () => socket?.write('x-more: 1\r\n'));
};

/** Sends interim responses, and never the final one. */
export const sendsInterim: Behaviour = ({ response: { socket }, every }) =>
  every(20, () => socket?.write('HTTP/1.1 102 Processing\r\n\r\n'));

/** Sends pieces as fast as they are read. */
export const floods =
  (piece: string, headers: Readonly<Record<string, string>> = json): Behaviour =>
  ({ response, every }) => {
    response.writeHead(200, headers);
    every(2, () => response.writableNeedDrain || response.write(piece));
  };

/** Declares 100 MB, and sends a tenth of a megabyte. */
export const declaresMuch: Behaviour = ({ response }) => {
  response.writeHead(200, { ...json, 'content-length': String(100 * 1024 * 1024) });
  response.write(' '.repeat(100_000));
};

/** Redirects to itself. */
export const redirects: Behaviour = ({ request, response }) =>
  void response.writeHead(302, { location: request.url ?? '/' }).end();

/** The same behaviour for several kinds of requests. */
export const on = (kinds: readonly RequestKind[], behaviour: Behaviour): Behaviours =>
  Object.fromEntries(kinds.map((kind) => [kind, behaviour]));

export const reads = ['fetch', 'delta'] as const;
export const allKinds = ['register', 'heartbeat', 'cancel', 'fetch', 'delta', 'feed'] as const;
