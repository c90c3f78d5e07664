import type { ConsoleHello } from '@eureka-nest/protocol/console';
import { ConsoleStore } from './console-store.js';
import { Flights } from './flights.js';
import { instanceLabel, safeUrl } from './names.js';
import { addressOf, clusterOf } from './picture.js';

const instance = (app: string, port: number) => ({
  key: `${app}/${port}`,
  app,
  id: `${port}`,
  port,
  status: 'UP',
  renewedAt: 0,
  expiresAt: 90_000,
});

function course(): ConsoleStore {
  const store = new ConsoleStore();
  store.apply('hello', { name: 'eureka-7001', url: 'http://localhost:7001/eureka/' } as ConsoleHello);
  const instances = [8003, 8001, 8002].map((port) => instance('PAYMENT', port));
  store.apply('instances', { part: 0, isLast: true, instances: [...instances, instance('ORDER', 80)] });
  const peers = [{ index: 0, url: 'http://localhost:7002/eureka/', state: 'unreachable' }];
  store.apply('state', { now: 0, selfPreservation: { isOn: true }, peers });
  const call = { service: 'PAYMENT', target: 'PAYMENT/8002', at: 1, ms: 5, outcome: 'ok' };
  store.apply('calls', {
    consumers: [{ key: 'ORDER/80', calls: [call], ejected: ['PAYMENT/8003'], copyAgeMs: 40 }],
  });
  return store;
}

describe('the picture of a registry', () => {
  const cluster = clusterOf(course());

  it('has the registry and its peers', () => {
    expect(cluster.registries).toMatchObject([
      { name: 'localhost:7001', isSelf: true, isPreserving: true },
      { name: 'localhost:7002', state: 'unreachable' },
    ]);
  });

  it('has services with their instances in order, and what a consumer ejected', () => {
    expect(cluster.services.map(({ name }) => name)).toEqual(['PAYMENT']);
    const shown = cluster.services[0]!.instances.map(({ label, isEjected }) => [label, isEjected]);
    expect(shown).toEqual([
      [':8001', false],
      [':8002', false],
      [':8003', true],
    ]);
  });

  it('has consumers with their own registration and the age of their copy', () => {
    expect(cluster.consumers).toMatchObject([{ name: 'ORDER', copyAgeMs: 40, instance: { label: ':80' } }]);
  });

  it('links who knows whom', () => {
    expect(cluster.links.map(({ kind, from, to, state }) => `${from} ${kind} ${to}: ${state}`)).toEqual([
      'registry replicates peer 0: cut',
      'app PAYMENT registers registry: ok',
      'consumer ORDER/80 reads registry: ok',
      'consumer ORDER/80 calls app PAYMENT: ok',
    ]);
  });

  it('is empty before the registry has said hello', () => {
    expect(clusterOf(new ConsoleStore())).toEqual({ registries: [], services: [], consumers: [], links: [] });
  });

  it('counts instead of drawing, above 60 instances', () => {
    const store = course();
    const many = Array.from({ length: 61 }, (_, index) => instance('MANY', index));
    store.apply('changes', { put: many, removed: [] });
    expect(
      clusterOf(store).services.map(({ name, instances, counts }) => [name, instances.length, counts]),
    ).toEqual([
      ['MANY', 0, { UP: 61 }],
      ['ORDER', 0, { UP: 1 }],
      ['PAYMENT', 0, { UP: 3 }],
    ]);
  });
});

describe('messages in the picture', () => {
  it('are a call and its response, one after the other', () => {
    const flights = new Flights();
    const made = { service: 'PAYMENT', target: 'PAYMENT/8002', at: 2, ms: 5, outcome: 'ok' } as const;
    flights.calls([{ from: 'ORDER/80', call: made }], 1_000);
    const [call, response] = flights.messages;
    expect([call!.from, call!.to, call!.arrivesAt]).toEqual([
      'consumer ORDER/80',
      'PAYMENT/8002',
      response!.sentAt,
    ]);
    expect([response!.kind, response!.to]).toEqual(['response', 'consumer ORDER/80']);
    expect(flights.prune(response!.arrivesAt)).toBe(false);
  });

  it('are bounded', () => {
    const flights = new Flights();
    for (let round = 0; round < 10; round++)
      flights.heartbeats(
        Array.from({ length: 500 }, (_, index) => `A/${index}`),
        round,
      );
    expect(flights.messages).toHaveLength(48);
  });
});

describe('names', () => {
  it.each([
    [{ port: 8001 }, ':8001'],
    [{ securePort: 8443 }, ':8443'],
    [{}, 'payment'],
  ])('the label of %j is %s', (given, label) =>
    expect(instanceLabel({ id: 'payment', ...given } as never)).toBe(label),
  );

  it.each([
    ['http://localhost:8001/health', 'http://localhost:8001/health'],
    ['https://a/b', 'https://a/b'],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['/relative', undefined],
    [undefined, undefined],
  ])('a link to %s leads to %s', (text, url) => expect(safeUrl(text)).toBe(url));

  it('show the address of a registry', () =>
    expect([addressOf('http://a:7001/eureka/'), addressOf('odd')]).toEqual(['a:7001', 'odd']));
});
