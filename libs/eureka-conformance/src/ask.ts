import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { gunzipSync } from 'node:zlib';

/** A server that says nothing for so long does not answer. */
const patienceMs = 4_000;

/** A request to the letter: no header is added but what HTTP itself needs. */
export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What came back, decompressed where it was not plain. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Without parameters; empty where there is none. */
  readonly type: string;
  readonly text: string;
}

/** Asks over HTTP, or HTTPS, as it stands: the path is not normalised, nothing is followed or retried. */
export function ask(
  base: URL,
  path: string,
  { method = 'GET', headers = {}, body }: Question = {},
): Promise<Reply> {
  const send = base.protocol === 'https:' ? httpsRequest : httpRequest;
  const auth = base.username && `${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`;
  // A connection each: a server that restarts in between must not meet the old ones.
  const connection = { hostname: base.hostname, port: base.port, agent: false, ...(auth && { auth }) };
  // Node says no length of its own with a DELETE.
  const length = body !== undefined &&
    !headers['transfer-encoding'] && { 'content-length': Buffer.byteLength(body) };
  const options = { ...connection, path, method, headers: { ...headers, ...length } };
  return new Promise((resolve, reject) => {
    const request = send(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        const zipped = response.headers['content-encoding'] === 'gzip' && bytes.length > 0;
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          type: (response.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
          text: (zipped ? gunzipSync(bytes) : bytes).toString('utf8'),
        });
      });
    });
    request.on('error', reject);
    request.setTimeout(patienceMs, () =>
      request.destroy(new Error(`${method} ${path}: no answer within ${patienceMs} ms`)),
    );
    request.end(body);
  });
}
