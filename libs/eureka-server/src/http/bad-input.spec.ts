import { encodeInstance, encodeInstanceDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import fastify, { type FastifyInstance } from 'fastify';
import { connect, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Registry } from '../core/registry.js';
import { defaultRegistryOptions } from '../core/registry-options.js';
import { RegistryService } from '../registry.service.js';
import { eurekaPlugin } from './eureka.plugin.js';

const good = anInstance({ app: 'SHOP', instanceId: 'web-1' });
const without = (field: string) => {
  const { [field]: _left, ...rest } = encodeInstance(good) as Record<string, unknown>;
  return JSON.stringify({ instance: rest });
};
const withField = (field: string, value: unknown) =>
  JSON.stringify({ instance: { ...encodeInstance(good), [field]: value } });

/** A request in bytes, as a program of any quality might send it. */
const raw = (line: string, body: string | Buffer = '', headers = 'Content-Type: application/json\r\n') =>
  Buffer.concat([
    Buffer.from(
      `${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
    ),
    Buffer.from(body),
  ]);
/** A body that is refused before it is all there. */
const announcing = (line: string, bytes: number) =>
  Buffer.from(raw(line, '{').toString().replace('Content-Length: 1', `Content-Length: ${bytes}`));
const post = (body: string | Buffer, headers?: string) => raw('POST /eureka/apps/SHOP', body, headers);
const batch = (body: string | Buffer, headers?: string) =>
  raw('POST /eureka/peerreplication/batch/', body, headers);
const asGzip = 'Content-Type: application/json\r\nContent-Encoding: gzip\r\n';

const cases: [name: string, bytes: Buffer, status: number, says?: string][] = [
  ['no body', post(''), 400, 'it must be JSON'],
  ['truncated JSON', post('{"instance":{'), 400, 'it must be JSON'],
  ['null', post('null'), 400, 'instance must be'],
  ['a text', post('"instance"'), 400, 'instance must be'],
  ['a list', post('[]'), 400, 'instance must be'],
  ['no root', post('{}'), 400, 'instance must be'],
  ['bytes that are no text', post(Buffer.from([0xff, 0xfe, 0, 1, 0x80])), 400, 'it must be JSON'],
  ['100000 brackets', post('['.repeat(100_000)), 400],
  ['100000 nested objects', post('{"instance":'.repeat(50_000) + '1' + '}'.repeat(50_000)), 400],
  ['no app', post(without('app')), 400, 'instance.app must be'],
  ['no hostName', post(without('hostName')), 400, 'Missing hostname'],
  ['no ipAddr', post(without('ipAddr')), 400, 'Missing ip address'],
  ['no dataCenterInfo', post(without('dataCenterInfo')), 400, 'Missing dataCenterInfo'],
  ['a port that is a number', post(withField('port', 8080)), 400, 'instance.port must be'],
  ['a port that is a text', post(withField('port', { $: 'eighty' })), 400, 'instance.port.$ must be'],
  [
    'a lease of a thousand words',
    post(withField('leaseInfo', { durationInSecs: 'x'.repeat(1000) })),
    400,
    'durationInSecs',
  ],
  ['metadata that is a list', post(withField('metadata', [])), 400, 'instance.metadata must be'],
  ['metadata in metadata', post(withField('metadata', { a: { b: 1 } })), 400, 'instance.metadata.a must be'],
  ['a status that is an object', post(withField('status', {})), 400, 'instance.status must be'],
  [
    'a data center of an unknown class',
    post(withField('dataCenterInfo', { '@class': 'evil.Class', name: 'MyOwn' })),
    400,
    '@class',
  ],
  ['another app than in the path', post(withField('app', 'OTHER')), 400, 'Mismatched appName'],
  ['a body of 2 MB', announcing('POST /eureka/apps/SHOP', 2_000_000), 413],
  ['2 MB in 2 kB of gzip', post(gzipSync(withField('hostName', 'x'.repeat(2_000_000))), asGzip), 413],
  ['gzip that is none', post('{}', asGzip), 400, 'it is not gzip'],
  ['XML', post('<instance/>', 'Content-Type: application/xml\r\n'), 415],
  ['no content type', post('{}', ''), 415],
  ['a form', post('a=b', 'Content-Type: application/x-www-form-urlencoded\r\n'), 415],
  ['a content type that is none', post('{}', 'Content-Type: ;;;\r\n'), 415],
  ['half an escape in the path', raw('GET /eureka/apps/%E0%A4%A'), 400],
  ['an escape that is none', raw('GET /eureka/apps/%zz'), 400],
  ['a NUL in the path', raw('GET /eureka/apps/%00'), 404],
  ['a path of 8000 characters', raw(`GET /eureka/apps/SHOP/${'x'.repeat(8000)}`), 404],
  ['a path that climbs', raw('GET /eureka/apps/../../../etc/passwd'), 404],
  ['a name of every object', raw('GET /eureka/apps/__proto__/constructor'), 404],
  ['a heartbeat of a name of every object', raw('PUT /eureka/apps/__PROTO__/toString'), 404],
  ['a heartbeat with a body of 2 MB', announcing('PUT /eureka/apps/SHOP/web-1', 2_000_000), 413],
  ['a status named like a method', raw('PUT /eureka/apps/SHOP/web-1/status?value=toString'), 500],
  [
    'a stamp beyond all numbers',
    raw(`PUT /eureka/apps/SHOP/web-1?lastDirtyTimestamp=${'9'.repeat(400)}`),
    500,
  ],
  ['a parameter of 10 kB', raw(`PUT /eureka/apps/SHOP/web-1?status=${'x'.repeat(10_000)}`), 200],
  ['an unknown method', raw('BREW /eureka/apps/SHOP'), 400],
  ['no HTTP at all', Buffer.from('hello, is anybody there?\r\n\r\n'), 400],
  ['a batch that is a list', batch('[]'), 400, 'replicationList must be'],
  ['a batch without its list', batch('{}'), 500],
  ['a batch whose list is a number', batch('{"replicationList":1}'), 400, 'replicationList must be'],
  [
    'a batch of an unknown action',
    batch('{"replicationList":[{"appName":"A","id":"b","action":"Explode"}]}'),
    400,
    'action must be one of',
  ],
  ['a batch of null', batch('{"replicationList":[null]}'), 400, 'replicationList[0] must be'],
  ['a batch of 17 MB', announcing('POST /eureka/peerreplication/batch/', 17_000_000), 413],
  [
    'a batch of an empty registration',
    batch('{"replicationList":[{"appName":"A","id":"b","action":"Register"}]}'),
    200,
  ],
];

describe('bad input', () => {
  const warn = jest.fn<void, [string]>();
  const error = jest.fn();
  const registry = new Registry(defaultRegistryOptions, Date.now, Math.random);
  const service = new RegistryService(registry, {
    logger: { log: jest.fn(), debug: jest.fn(), warn, error },
  });
  let app: FastifyInstance;
  let port: number;

  beforeAll(async () => {
    app = fastify();
    await app.register(eurekaPlugin, { prefix: '/eureka', registry: service });
    await app.listen({ port: 0, host: '127.0.0.1' });
    ({ port } = app.server.address() as AddressInfo);
    await app.inject({
      method: 'POST',
      url: '/eureka/apps/SHOP',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(encodeInstanceDocument(good)),
    });
  });
  beforeEach(() => warn.mockClear());
  afterAll(() => app.close());

  async function send(bytes: Buffer): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    const answer: Buffer[] = [];
    socket.on('data', (data) => answer.push(data)).on('error', () => undefined);
    socket.write(bytes);
    await new Promise((resolve) => socket.once('close', resolve));
    return Buffer.concat(answer).toString();
  }

  it.each(cases)('%s', async (_name, bytes, status, says = '') => {
    const answer = await send(bytes);
    expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
    expect(answer).toContain(says);
    expect(answer).not.toMatch(/\bat .*\.[jt]s:\d+/); // a stack trace
    if (says)
      expect(
        warn.mock.calls.filter(([line]) => line.includes('refused') && !line.includes('\n')),
      ).toHaveLength(1);

    const after = await (
      await fetch(`http://127.0.0.1:${port}/eureka/apps`, { headers: { accept: 'application/json' } })
    ).json();
    expect(after).toMatchObject({
      applications: { apps__hashcode: 'UP_1_', application: [{ instance: [{ instanceId: 'web-1' }] }] },
    });
  });

  it('never was our fault', () => {
    expect(error).not.toHaveBeenCalled();
  });

  it('of many lines is one line in the log', async () => {
    await send(post(withField('app', 'A\nB\u2028C')));
    expect(warn.mock.calls.flat().join('\n')).toContain('expecting SHOP but was A?B?C');
  });
});
