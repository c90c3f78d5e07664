import { request, type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The text read as JSON; undefined when it is none. */
  readonly body: unknown;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when a string, else as JSON. */
  readonly body?: unknown;
}

const patience = 15_000;

/** One call on a connection of its own, so that no connection to a process that has ended is met again. */
export function call(method: string, url: string, { headers = {}, body }: Call = {}): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        method,
        agent: false,
        timeout: patience,
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
    asked.on('timeout', () => asked.destroy(new Error(`no answer from ${url} in ${patience} ms`)));
    asked.on('error', reject);
    asked.end(text);
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
