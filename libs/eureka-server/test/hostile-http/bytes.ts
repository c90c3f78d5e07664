import { encodeInstance } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';

/** Instance that is registered before any hostile request. */
export const good = anInstance({ app: 'SHOP', instanceId: 'web-1' });

/** Instance of the hostile requests; its own application makes it easy to remove. */
export const guest = anInstance({ app: 'GUEST', instanceId: 'odd-1' });

const asJson = 'Content-Type: application/json\r\n';
export const asXml = 'Content-Type: application/xml\r\n';
export const asGzip = `${asJson}Content-Encoding: gzip\r\n`;

/** Joins lines with HTTP's line ends. */
export const bytesOf = (...lines: readonly string[]): Buffer =>
  Buffer.from(lines.map((line) => `${line}\r\n`).join(''));

/** Bytes of a request with any content, valid or not. */
export const raw = (line: string, body: string | Buffer = '', headers = asJson): Buffer =>
  Buffer.concat([
    Buffer.from(
      `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
    ),
    Buffer.from(body),
  ]);

/** Bytes of a request with a chunked body, as Hoxton's clients send it. */
export const chunked = (line: string, chunks: readonly Buffer[], headers = asJson): Buffer =>
  Buffer.concat([
    Buffer.from(
      `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}Transfer-Encoding: chunked\r\n\r\n`,
    ),
    ...chunks.flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
    Buffer.from('0\r\n\r\n'),
  ]);

/** Request with a declared length and only the first byte of its body. */
export const partialRequest = (line: string, bytes: number): Buffer =>
  Buffer.from(raw(line, '{').toString().replace('Content-Length: 1', `Content-Length: ${bytes}`));

export const post = (body: string | Buffer, headers?: string): Buffer =>
  raw('POST /eureka/apps/GUEST', body, headers);
export const postXml = (body: string | Buffer): Buffer => post(body, asXml);
export const batch = (body: string | Buffer, headers?: string): Buffer =>
  raw('POST /eureka/peerreplication/batch/', body, headers);

/** Registration of the guest with one field changed or added. */
export const withField = (field: string, value: unknown): string =>
  JSON.stringify({ instance: { ...encodeInstance(guest), [field]: value } });

export function without(field: string): string {
  const { [field]: _left, ...rest } = encodeInstance(guest) as Record<string, unknown>;
  return JSON.stringify({ instance: rest });
}

/** Registration of the guest with raw text as a value, for what `JSON.stringify` cannot write. */
export const withRawValue = (field: string, text: string): string =>
  withField(field, '\u0001').replace('"\\u0001"', text);

/** Bodiless request for a path below the base; a heartbeat for an instance's path. */
export const put = (path: string, method: 'PUT' | 'DELETE' = 'PUT'): Buffer =>
  raw(`${method} /eureka/${path}`);

/** Registration of the guest, then a bodiless request for its path. */
export const ofGuest = (path: string, method?: 'DELETE'): readonly Buffer[] => [
  post(withField('app', guest.app)),
  put(`apps/${guest.app}/${guest.instanceId}${path}`, method),
];
