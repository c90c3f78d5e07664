import fastify, { type FastifyInstance } from 'fastify';
import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { consoleLogger } from '../../src/log/console-logger.js';
import { eureka } from '../../src/server/eureka.plugin.js';
import { itSpeaksEureka, type Deviations } from '@eureka-nest/conformance';

interface RecordedResponse {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Turns a correct response into that of a faulty server. */
type Fault = (response: RecordedResponse, method: string, path: string) => RecordedResponse;

const withPage = (response: RecordedResponse): RecordedResponse => ({
  ...response,
  headers: { ...response.headers, 'content-type': 'application/json' },
  body: Buffer.from('{"error":"an error"}'),
});

const respond200: Fault = (response, method) =>
  method === 'POST' && response.status === 204 ? { ...response, status: 200 } : response;

const faults: readonly (readonly [what: string, fault: Fault, fails: readonly string[]])[] = [
  ['is right', (response) => response, []],
  ['registers with 200', respond200, ['register-204']],
  [
    'writes JSON into the 404 of a heartbeat',
    (response, method, path) =>
      method === 'PUT' && /\/apps\/[^/]+\/[^/]+$/.test(path) && response.status === 404
        ? withPage(response)
        : response,
    ['heartbeat-404-empty'],
  ],
  [
    'writes a list of one as the one, unless compressed',
    (response) =>
      changed(response, (key, value) => (/^(application|instance)$/.test(key) ? theOne(value) : value)),
    ['apps-arrays', 'compact-array', 'gzip-same'],
  ],
  [
    'has a hash code in its delta that is not that of all',
    (response, _, path) =>
      path.endsWith('/apps/delta')
        ? changed(response, (key, value) => (key === 'apps__hashcode' ? 'UP_99_' : value))
        : response,
    ['delta-hash'],
  ],
  [
    'explains its errors on a page',
    (response) => (response.status >= 400 && response.body.length === 0 ? withPage(response) : response),
    [
      ...[
        'batch-no-list',
        'errors-empty',
        'errors-empty-406',
        'heartbeat-404-empty',
        'heartbeat-empty-stamp',
      ],
      ...['heartbeat-escape', 'heartbeat-no-number', 'replica-override-broken', 'status-broken'],
      ...['status-broken-stamp', 'status-delete-broken', 'status-empty', 'status-lower', 'status-missing'],
    ],
  ],
];

// Each server is request by the whole kit.
jest.setTimeout(30_000);

describe('the conformance kit', () => {
  let ours: FastifyInstance;
  let spoiled: Server;
  let fault: Fault;
  let base: string;

  beforeEach(async () => {
    fault = (response) => response;
    ours = fastify();
    await ours.register(eureka, { loggerFor: consoleLogger('error') });
    const target = new URL(await ours.listen({ host: '127.0.0.1', port: 0 }));
    spoiled = createServer((request, reply) => {
      void forward(target, request).then((response) => {
        const { status, headers, body } = fault(
          response,
          request.method ?? '',
          request.url?.split('?')[0] ?? '',
        );
        reply.writeHead(status, headers).end(body);
      });
    }).listen(0, '127.0.0.1');
    await once(spoiled, 'listening');
    base = `http://127.0.0.1:${(spoiled.address() as AddressInfo).port}/eureka/`;
  });
  afterEach(async () => {
    spoiled.close();
    await ours.close();
  });

  it.each(faults)('finds the fault of a server that %s, and no other', async (_, wrong, fails) => {
    fault = wrong;
    const failed: string[] = [];
    for (const { id, run } of checksOf(base)) await run().catch(() => failed.push(id));
    expect(failed.toSorted()).toEqual(fails);
  });

  it('reports what Eureka does, where that is decided, and the response', async () => {
    fault = respond200;
    const failure = await failureOf('register-204', base);
    expect(failure).toMatch(
      /^registering, register-204: in Eureka, a registration is answered with an empty 204/,
    );
    expect(failure).toContain('(ApplicationResource.addInstance)');
    expect(failure).toContain('200 !== 204');
    expect(failure).toMatch(/last exchange: POST \/eureka\/apps\/KIT-\S+ -> 200/);
  });

  it('accepts a listed deviation', async () => {
    fault = respond200;
    expect(await failureOf('register-204', base, { 'register-204': 'we like 200' })).toBeUndefined();
  });

  it('fails for a listed deviation that does not deviate', async () => {
    const failure = await failureOf('register-204', base, { 'register-204': 'we like 200' });
    expect(failure).toMatch(/remove register-204 from the list of deviations/);
  });

  it('refuses a list with an unknown check', () => {
    expect(() => checksOf(base, { 'register-205': 'a slip' })).toThrow(/names unknown checks/);
  });

  it('does not count it as a deviation if a check cannot start or no server responds', async () => {
    fault = (response, method) => (method === 'POST' ? { ...response, status: 503 } : response);
    const listed = { 'heartbeat-200-empty': 'it sends a body' };
    expect(await failureOf('heartbeat-200-empty', base, listed)).toMatch(
      /rejects the request that every check starts with/,
    );
    expect(await failureOf('heartbeat-200-empty', 'http://127.0.0.1:1/', listed)).toMatch(/ECONNREFUSED/);
  });
});

/** Tests that the kit registers with a runner. */
function checksOf(base: string, deviations: Deviations = {}) {
  const found: { id: string; run: () => Promise<void> }[] = [];
  itSpeaksEureka(base, {
    deviations,
    runner: {
      describe: (_name, body) => body(),
      it: (name, run) => found.push({ id: name.split(':', 1)[0] ?? '', run }),
    },
  });
  return found;
}

/** Message of the error that the test of a check throws; undefined if it passes. */
async function failureOf(id: string, base: string, deviations?: Deviations): Promise<string | undefined> {
  const check = checksOf(base, deviations).find((each) => each.id === id);
  return check?.run().then(
    () => undefined,
    (error: Error) => error.message,
  );
}

/** Forwards a request to our server; returns its response unchanged. */
async function forward({ hostname, port }: URL, incoming: IncomingMessage): Promise<RecordedResponse> {
  const { method, url: path, headers } = incoming;
  const forwarded = request({ hostname, port, path, method, headers, agent: false });
  forwarded.end(await buffer(incoming));
  const [reply] = (await once(forwarded, 'response')) as [IncomingMessage];
  const { 'content-length': _length, 'transfer-encoding': _coding, ...others } = reply.headers;
  return { status: reply.statusCode ?? 0, headers: others, body: await buffer(reply) };
}

/** Replaces values in a plain JSON response. */
function changed(
  response: RecordedResponse,
  change: (key: string, value: unknown) => unknown,
): RecordedResponse {
  const { headers, body } = response;
  const plain = headers['content-type'] === 'application/json' && !headers['content-encoding'];
  if (!plain || body.length === 0) return response;
  return { ...response, body: Buffer.from(JSON.stringify(JSON.parse(body.toString(), change))) };
}

const theOne = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);
