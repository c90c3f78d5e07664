import { syncingHeader } from '@eureka-nest/protocol';
import { eureka, netflixDefaults } from '@eureka-nest/server';
import fastify, { type FastifyInstance } from 'fastify';
import { parseScenario, type PaceName, type PlayMessage, Run, scenarioLines } from '../src/index.js';

const scenario = parseScenario(`
registry eureka-7001
provider payment-{8001..8002} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-7001
1s start payment-8001
2s start payment-8002
3s start order-80
40s status payment-8002 OUT_OF_SERVICE
50s status payment-8002 none
70s stop payment-8001
`);

const withPeer = parseScenario(
  [
    'registry eureka-7001',
    'registry eureka-7002',
    ...scenarioLines(scenario).filter((line) => !/^registry|^seed|^end/.test(line)),
    '0s start eureka-7002',
  ].join('\n'),
);

/** Requests of clients at the registry in the order of their arrival, with their responses. */
async function exchanges(
  pace: PaceName,
  { of = scenario, at = 'eureka-7001', what = ' /eureka/' } = {},
): Promise<readonly (readonly [PlayMessage, PlayMessage])[]> {
  const { past } = await new Run(of, pace).at(75_000);
  const requests = past.filter(({ to, line }) => to === at && line.includes(what));
  const byArrival = [...requests].sort((one, other) => one.arrivesAt - other.arrivesAt || one.id - other.id);
  return byArrival.map((request) => {
    const isResponse = ({ to, kind, sentAt }: PlayMessage) =>
      kind === 'response' && to === request.from && sentAt === request.arrivesAt;
    return [request, past.find(isResponse)!] as const;
  });
}

/** Times, and numbers that a process counts for itself. */
const withoutTimes = (body: string) =>
  body.replace(/"(versions__delta|\w+Timestamp|lastUpdated\w*|serviceUp\w*)":"?\d+"?/g, '"$1":0');

/** Headers of this project; a registry is syncing for its first half minute, in time of its own. */
const ownHeaders = (headers: object) =>
  Object.keys(headers).filter((name) => name.startsWith('eureka-nest-') && name !== syncingHeader);

const silent = () => ({ debug: () => 0, log: () => 0, warn: () => 0, error: () => 0 });

describe('a registry of the playground', () => {
  let app: FastifyInstance;
  beforeEach(() => void (app = fastify()));
  afterEach(() => app.close());

  const send = ({ line, headers, body }: PlayMessage) => {
    const [method = '', url = ''] = line.split(' ');
    const payload = body === '' ? {} : { payload: body };
    return app.inject({ method: method as 'GET', url, headers: { ...headers }, ...payload });
  };

  it('responds as the real server does, with the same documents', async () => {
    await app.register(eureka, { loggerFor: silent });
    const all = (await exchanges('ours')).filter(([{ line }]) => !line.includes('/eureka/changes'));
    const methods = new Set(all.map(([{ line }]) => line.split(' ')[0]));
    expect([...methods].sort()).toEqual(['DELETE', 'GET', 'POST', 'PUT']);
    expect(all.length).toBeGreaterThan(15);
    for (const [request, response] of all) {
      const real = await send(request);
      expect(`${request.line}: ${response.line.split(' ')[1]}`).toBe(`${request.line}: ${real.statusCode}`);
      expect(withoutTimes(response.body)).toBe(withoutTimes(real.body));
      expect(ownHeaders(response.headers)).toEqual(ownHeaders(real.headers));
    }
  });

  it('has the statuses of the real server with Java’s settings too', async () => {
    await app.register(eureka, { ...netflixDefaults, loggerFor: silent });
    for (const [request, response] of await exchanges('java')) {
      const real = await send(request);
      expect(`${request.line}: ${response.line.split(' ')[1]}`).toBe(`${request.line}: ${real.statusCode}`);
    }
  });

  it('replicates what the real server accepts from a peer, with the same outcomes', async () => {
    await app.register(eureka, { ...netflixDefaults, loggerFor: silent });
    const of = withPeer;
    const batches = await exchanges('java', {
      of,
      at: 'eureka-7002',
      what: 'POST /eureka/peerreplication/batch',
    });
    const actions = batches.flatMap(([{ body }]) =>
      [...body.matchAll(/"action":"(\w+)"/g)].map(([, name]) => name),
    );
    expect([...new Set(actions)].sort()).toEqual([
      'Cancel',
      'DeleteStatusOverride',
      'Heartbeat',
      'Register',
      'StatusUpdate',
    ]);
    for (const [request, response] of batches) {
      const real = await send(request);
      expect(`${response.line} ${response.body}`).toBe(`HTTP/1.1 ${real.statusCode} OK ${real.body}`);
    }
  });
});
