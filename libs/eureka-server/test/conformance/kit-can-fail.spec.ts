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
import { itSpeaksEureka, type Deviations } from '../../../eureka-conformance/src/it-speaks-eureka.js';

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** What a server does wrong: one of our answers, as it would give it. */
type Fault = (answer: Answer, method: string, path: string) => Answer;

const withPage = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'content-type': 'application/json' },
  body: Buffer.from('{"error":"an error"}'),
});

const answers200: Fault = (answer, method) =>
  method === 'POST' && answer.status === 204 ? { ...answer, status: 200 } : answer;

const faults: readonly (readonly [what: string, fault: Fault, fails: readonly string[]])[] = [
  ['is right', (answer) => answer, []],
  ['registers with 200', answers200, ['register-204']],
  [
    'writes JSON into the 404 of a heartbeat',
    (answer, method, path) =>
      method === 'PUT' && /\/apps\/[^/]+\/[^/]+$/.test(path) && answer.status === 404
        ? withPage(answer)
        : answer,
    ['heartbeat-404-empty'],
  ],
  [
    'writes a list of one as the one, unless compressed',
    (answer) =>
      changed(answer, (key, value) => (/^(application|instance)$/.test(key) ? theOne(value) : value)),
    ['apps-arrays', 'compact-array', 'gzip-same'],
  ],
  [
    'has a hash code in its delta that is not that of all',
    (answer, _, path) =>
      path.endsWith('/apps/delta')
        ? changed(answer, (key, value) => (key === 'apps__hashcode' ? 'UP_99_' : value))
        : answer,
    ['delta-hash'],
  ],
  [
    'explains its errors on a page',
    (answer) => (answer.status >= 400 && answer.body.length === 0 ? withPage(answer) : answer),
    ['errors-empty', 'errors-empty-406', 'heartbeat-404-empty'],
  ],
];

// Each server is asked by the whole kit.
jest.setTimeout(30_000);

describe('the conformance kit', () => {
  let ours: FastifyInstance;
  let spoiled: Server;
  let fault: Fault;
  let base: string;

  beforeEach(async () => {
    fault = (answer) => answer;
    ours = fastify();
    await ours.register(eureka, { loggerFor: consoleLogger('error') });
    const target = new URL(await ours.listen({ host: '127.0.0.1', port: 0 }));
    spoiled = createServer((asked, reply) => {
      void answerOf(target, asked).then((answer) => {
        const { status, headers, body } = fault(answer, asked.method ?? '', asked.url?.split('?')[0] ?? '');
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
    fault = answers200;
    const told = await failureOf('register-204', base);
    expect(told).toMatch(/^registering, register-204: in Eureka, a registration is answered 204/);
    expect(told).toContain('(ApplicationResource.addInstance)');
    expect(told).toContain('200 !== 204');
    expect(told).toMatch(/last exchange: POST \/eureka\/apps\/KIT-\S+ -> 200/);
  });

  it('accepts a listed deviation', async () => {
    fault = answers200;
    expect(await failureOf('register-204', base, { 'register-204': 'we like 200' })).toBeUndefined();
  });

  it('fails for a listed deviation that does not deviate', async () => {
    const told = await failureOf('register-204', base, { 'register-204': 'we like 200' });
    expect(told).toMatch(/take register-204 off the list of deviations/);
  });

  it('refuses a list with an unknown check', () => {
    expect(() => checksOf(base, { 'register-205': 'a slip' })).toThrow(/names checks that are not there/);
  });

  it('does not count it as a deviation if a check cannot start or no server responds', async () => {
    fault = (answer, method) => (method === 'POST' ? { ...answer, status: 503 } : answer);
    const listed = { 'heartbeat-200-empty': 'it sends a body' };
    expect(await failureOf('heartbeat-200-empty', base, listed)).toMatch(
      /refuses what every check begins with/,
    );
    expect(await failureOf('heartbeat-200-empty', 'http://127.0.0.1:1/', listed)).toMatch(/ECONNREFUSED/);
  });
});

/** The tests that the kit offers to a runner. */
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

/** What the test of one check throws, if it throws. */
async function failureOf(id: string, base: string, deviations?: Deviations): Promise<string | undefined> {
  const check = checksOf(base, deviations).find((each) => each.id === id);
  return check?.run().then(
    () => undefined,
    (error: Error) => error.message,
  );
}

/** The answer of our server, to the letter. */
async function answerOf({ hostname, port }: URL, asked: IncomingMessage): Promise<Answer> {
  const { method, url: path, headers } = asked;
  const forwarded = request({ hostname, port, path, method, headers, agent: false });
  forwarded.end(await buffer(asked));
  const [reply] = (await once(forwarded, 'response')) as [IncomingMessage];
  const { 'content-length': _length, 'transfer-encoding': _coding, ...kept } = reply.headers;
  return { status: reply.statusCode ?? 0, headers: kept, body: await buffer(reply) };
}

/** Plain JSON with other values in it. */
function changed(answer: Answer, change: (key: string, value: unknown) => unknown): Answer {
  const { headers, body } = answer;
  const plain = headers['content-type'] === 'application/json' && !headers['content-encoding'];
  if (!plain || body.length === 0) return answer;
  return { ...answer, body: Buffer.from(JSON.stringify(JSON.parse(body.toString(), change))) };
}

const theOne = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);
