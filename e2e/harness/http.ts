import { request, type IncomingHttpHeaders } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The text parsed as JSON; undefined if it is not JSON. */
  readonly body: unknown;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

const timeoutMs = 15_000;

/**
 * Makes one call on a connection of its own, so that no connection to an ended process is reused.
 */
export function call(method: string, url: string, { headers = {}, body }: Call = {}): Promise<Reply> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent: false,
        timeout: timeoutMs,
        headers: {
          accept: 'application/json',
          ...(text !== undefined && {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(text)),
          }),
          ...headers,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const all = Buffer.concat(parts).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: all,
            body: read(all),
          });
        });
      },
    );
    sent.on('timeout', () => sent.destroy(new Error(`no response from ${url} in ${timeoutMs} ms`)));
    sent.on('error', reject);
    sent.end(text);
  });
}

export const get = (url: string, headers?: Call['headers']) => call('GET', url, { headers });
export const post = (url: string, body: unknown, headers?: Call['headers']) =>
  call('POST', url, { body, headers });

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
