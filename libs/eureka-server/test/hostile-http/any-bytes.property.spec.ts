import { encodeInstanceDocument, encoderOf, encodeReplicationList } from '@eureka-nest/protocol';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { gzipSync } from 'node:zlib';
import { guest } from './bytes.js';
import { Target } from './target.js';

jest.setTimeout(120_000);

const known = Object.getOwnPropertyNames(Object.prototype);
const xml = encoderOf({ format: 'xml', detail: 'full', version: 'v2' });
const item = { appName: guest.app, id: 'odd-1', action: 'Register', instanceInfo: guest } as const;
const bodies = [
  JSON.stringify(encodeInstanceDocument(guest)),
  xml.instance(guest),
  JSON.stringify(encodeReplicationList([item, { ...item, action: 'Heartbeat' }])),
].map((text) => Buffer.from(text));

/** Random bytes, and valid bodies with some of their bytes replaced. */
const bytes = fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each));
const spoiled = fc
  .tuple(fc.constantFrom(...bodies), fc.nat(2_000), fc.nat(30), fc.oneof(bytes, fc.string().map(Buffer.from)))
  .map(([body, at, length, by]) => {
    const start = at % body.length;
    return Buffer.concat([body.subarray(0, start), by, body.subarray(start + length)]);
  });
const body = fc.oneof(bytes, spoiled);
const contentType = fc.constantFrom(
  'application/json',
  'application/xml',
  'application/json;charset=ISO-8859-1',
  'application/xml; charset=utf-8',
  'text/plain',
);

const word = fc.constantFrom(
  ...['apps', 'delta', 'SHOP', 'web-1', 'status', 'metadata', 'instances', 'vips', 'svips', 'v1', 'v2'],
  ...[
    'peerreplication',
    'batch',
    'serverinfo',
    'statusoverrides',
    'asg',
    '__proto__',
    'constructor',
    '..',
    '',
  ],
);
/** Path segments, well and badly escaped. */
const segment = fc.oneof(
  word,
  fc.string({ unit: 'grapheme' }).map(encodeURIComponent),
  fc.string({ unit: 'binary-ascii' }).map((text) => escapeAll(Buffer.from(text))),
  bytes.map(escapeAll),
  fc.stringMatching(/^[%;=&+.~!$'()*,@:\w-]{0,20}$/),
);
const query = fc.array(
  fc.tuple(fc.oneof(fc.constantFrom('value', 'status', 'lastDirtyTimestamp'), segment), segment),
  { maxLength: 3 },
);

describe('a server', () => {
  const target = new Target();
  const statuses = new Map<number, number>();
  beforeAll(() => target.open());
  afterAll(() => target.close());
  beforeEach(() => statuses.clear());
  afterEach(async () => {
    expect(target.log.faults).toEqual([]);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(known);
    target.removeGuests();
    expect(await target.isUntouched()).toBe(true);
  });

  async function sendAndCount(request: InjectOptions): Promise<number> {
    const { statusCode } = await target.host.inject(request);
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    return statusCode;
  }

  it('accepts or refuses a registration of any bytes', async () => {
    const registration = fc.asyncProperty(body, contentType, fc.boolean(), async (payload, type, zipped) => {
      const status = await sendAndCount({
        method: 'POST',
        url: '/eureka/apps/GUEST',
        headers: { 'content-type': type, ...(zipped && { 'content-encoding': 'gzip' }) },
        payload: zipped ? gzipSync(payload) : payload,
      });
      return [204, 400, 415].includes(status);
    });
    await fc.assert(registration, { numRuns: 1_000 });
    expect([...statuses.keys()].sort()).toEqual([204, 400, 415]);
  });

  it('accepts or refuses a batch of any bytes', async () => {
    const batch = fc.asyncProperty(body, contentType, async (payload, type) => {
      const request = { method: 'POST', url: '/eureka/peerreplication/batch', payload } as const;
      const status = await sendAndCount({ ...request, headers: { 'content-type': type } });
      return [200, 400, 415].includes(status);
    });
    await fc.assert(batch, { numRuns: 1_000 });
    expect(statuses.get(200)).toBeGreaterThan(0);
    expect(statuses.get(400)).toBeGreaterThan(100);
  });

  it('responds to every path', async () => {
    const method = fc.constantFrom('GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'POST');
    const path = fc.array(segment, { maxLength: 5 }).map((segments) => `/eureka/${segments.join('/')}`);
    const property = fc.asyncProperty(method, path, query, async (verb, url, parameters) => {
      if (verb !== 'GET' && /\/SHOP\/web-1/.test(url)) return; // A valid cancel of the registered instance.
      const text = parameters.map((pair) => pair.join('=')).join('&');
      const status = await sendAndCount({ method: verb, url: text === '' ? url : `${url}?${text}` });
      expect([200, 400, 403, 404, 405, 415]).toContain(status);
    });
    await fc.assert(property, { numRuns: 3_000 });
    expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 400, 404, 405]));
  });

  it('responds to every query of an instance', async () => {
    const path = fc.constantFrom('', '/status', '/metadata');
    const property = fc.asyncProperty(path, query, async (end, parameters) => {
      await sendAndCount({
        method: 'POST',
        url: '/eureka/apps/GUEST',
        payload: encodeInstanceDocument(guest),
      });
      const text = parameters.map((pair) => pair.join('=')).join('&');
      const status = await sendAndCount({ method: 'PUT', url: `/eureka/apps/GUEST/odd-1${end}?${text}` });
      expect(end === '/metadata' ? [200, 400] : [200, 400, 404]).toContain(status);
      await target.isReadable();
    });
    await fc.assert(property, { numRuns: 200 });
    expect([...statuses.keys()].sort()).toEqual([200, 204, 400]);
  });
});

function escapeAll(some: Buffer): string {
  return [...some].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}
