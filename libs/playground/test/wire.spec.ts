import { syncingHeader } from '@eureka-nest/protocol';
import { eureka, netflixDefaults } from '@eureka-nest/server';
import fastify, { type FastifyInstance } from 'fastify';
import { parseScenario, type PaceName, type PlayMessage, Run } from '../src/index.js';

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

/** Requests of clients at the registry in the order of their arrival, with their responses. */
async function exchanges(pace: PaceName): Promise<readonly (readonly [PlayMessage, PlayMessage])[]> {
  const { past } = await new Run(scenario, pace).at(75_000);
  const requests = past.filter(({ to, line }) => to === 'eureka-7001' && line.includes(' /eureka/'));
  const byArrival = [...requests].sort((one, other) => one.arrivesAt - other.arrivesAt || one.id - other.id);
  return byArrival.map((request) => {
    const isResponse = ({ to, kind, sentAt }: PlayMessage) =>
      kind === 'response' && to === request.from && sentAt === request.arrivesAt;
    return [request, past.find(isResponse)!] as const;
  });
}

/** Times, and numbers that a process counts for itself. */
const withoutTimes = (body: string) =>
  body.replace(/"(\w+Timestamp|lastUpdated\w*|serviceUp\w*)":"?\d+"?/g, '"$1":0');

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
});
