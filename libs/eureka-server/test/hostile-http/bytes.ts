import { encodeInstance } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';

/** What is registered before anything bad comes. */
export const good = anInstance({ app: 'SHOP', instanceId: 'web-1' });

/** Whoever is let in with something odd: another application, so that what it leaves is easily told apart. */
export const guest = anInstance({ app: 'GUEST', instanceId: 'odd-1' });

const asJson = 'Content-Type: application/json\r\n';
export const asXml = 'Content-Type: application/xml\r\n';
export const asGzip = `${asJson}Content-Encoding: gzip\r\n`;

/** Lines as HTTP ends them. */
export const bytesOf = (...lines: readonly string[]): Buffer =>
  Buffer.from(lines.map((line) => `${line}\r\n`).join(''));

/** A request in bytes, as a program of any quality might send it. */
export const raw = (line: string, body: string | Buffer = '', headers = asJson): Buffer =>
  Buffer.concat([
    Buffer.from(
      `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
    ),
    Buffer.from(body),
  ]);

/** The same with a body of which nobody says how long it is, as Hoxton's clients send it. */
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

/** A body that is refused before it is all there. */
export const announcing = (line: string, bytes: number): Buffer =>
  Buffer.from(raw(line, '{').toString().replace('Content-Length: 1', `Content-Length: ${bytes}`));

export const post = (body: string | Buffer, headers?: string): Buffer =>
  raw('POST /eureka/apps/GUEST', body, headers);
export const postXml = (body: string | Buffer): Buffer => post(body, asXml);
export const batch = (body: string | Buffer, headers?: string): Buffer =>
  raw('POST /eureka/peerreplication/batch/', body, headers);

/** The guest's registration but for one field, or with one more. */
export const withField = (field: string, value: unknown): string =>
  JSON.stringify({ instance: { ...encodeInstance(guest), [field]: value } });

export function without(field: string): string {
  const { [field]: _left, ...rest } = encodeInstance(guest) as Record<string, unknown>;
  return JSON.stringify({ instance: rest });
}

/** The guest's registration with this text in the place of a value, for what no `JSON.stringify` writes. */
export const spelt = (field: string, text: string): string =>
  withField(field, '\u0001').replace('"\\u0001"', text);

/** A heartbeat, or what else stands behind a path below the base. */
export const put = (path: string, method: 'PUT' | 'DELETE' = 'PUT'): Buffer =>
  raw(`${method} /eureka/${path}`);

/** Somebody is there, and of that one something is asked. */
export const ofGuest = (path: string, method?: 'DELETE'): readonly Buffer[] => [
  post(withField('app', guest.app)),
  put(`apps/${guest.app}/${guest.instanceId}${path}`, method),
];
