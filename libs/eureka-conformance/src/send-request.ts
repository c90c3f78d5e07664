import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { gunzipSync } from 'node:zlib';

/** Time limit for a response. */
const timeoutMs = 4_000;

/** A request, sent exactly as specified: only headers that HTTP requires are added. */
export interface RequestSpec {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A response, decompressed. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Content type without parameters; empty if absent. */
  readonly type: string;
  readonly text: string;
}

/**
 * Sends a request over HTTP or HTTPS: the path is not normalized, nothing is followed or retried.
 */
export function sendRequest(
  base: URL,
  path: string,
  { method = 'GET', headers = {}, body }: RequestSpec = {},
): Promise<Reply> {
  const send = base.protocol === 'https:' ? httpsRequest : httpRequest;
  const auth = base.username && `${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`;
  // No keep-alive, so that no connection of a server that was restarted is reused.
  const connection = { hostname: base.hostname, port: base.port, agent: false, ...(auth && { auth }) };
  // Node sends no content-length with a DELETE by itself.
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
    request.setTimeout(timeoutMs, () =>
      request.destroy(new Error(`${method} ${path}: no response within ${timeoutMs} ms`)),
    );
    request.end(body);
  });
}
