import { EurekaClient } from '@eureka-nest/client';
import { LoadBalancer } from '@eureka-nest/load-balancer';
import { Demo } from './harness/demo.js';
import { eventually } from './harness/eventually.js';
import { call, get } from './harness/http.js';
import { idOf } from './harness/registry-view.js';

const [first, second] = ['payment-provider-8001', 'payment-provider-8002'] as const;
const service = 'cloud-payment-service';
const silent = {
  debug: () => undefined,
  log: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

describe('a client that reads the feed of one registry while changes happen at the other', () => {
  let demo: Demo;
  let client: EurekaClient;
  let events: string[];

  beforeAll(async () => {
    // Providers linger longer than by default, since this process may be slow.
    demo = await Demo.prepare({
      providers: { EUREKA_CLIENT_PRESENCE: 'true', EUREKA_CLIENT_LINGER_MS: '3000' },
    });
    await demo.start('eureka-7001', 'eureka-7002');
    client = new EurekaClient(
      {
        serviceUrls: [demo.url('eureka-7002', '/eureka/'), demo.url('eureka-7001', '/eureka/')],
        registerWithEureka: false,
        // Every change must come from the feed: the next fetch is after the test.
        registryFetchIntervalSecs: 600,
      },
      { logger: silent },
    );
    events = [];
    for (const kind of ['added', 'removed', 'status'] as const)
      client.on(kind, ({ instance }) => events.push(`${kind} ${instance.instanceId}`));
    await client.start();
    await client.whenFetched();
  });
  afterAll(async () => {
    await client.stop();
    await demo.close();
  });

  /** Starts a provider that registers at the first registry alone. */
  const start = (app: typeof first | typeof second) =>
    demo.startWith(app, { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: demo.url('eureka-7001', '/eureka/') });
  const callable = () => client.instances(service).map(({ instanceId }) => instanceId);
  const becomes = (...apps: readonly (typeof first | typeof second)[]) =>
    eventually(() => expect(callable()).toEqual(apps.map((app) => idOf(demo, app)).sort()), 20_000);

  it('is notified of a new instance', async () => {
    await start(first);
    await becomes(first);
  });

  it('is notified of an override and its end, and can name it as the reason for no instance', async () => {
    const url = demo.url('eureka-7001', `/eureka/apps/${service.toUpperCase()}/${idOf(demo, first)}/status`);
    await call('PUT', `${url}?value=OUT_OF_SERVICE`);
    await becomes();
    await expect(new LoadBalancer({ source: client }).pick(service)).rejects.toThrow(
      /1 filtered out: OUT_OF_SERVICE/,
    );
    await call('DELETE', `${url}?value=UP`);
    await becomes(first);
  });

  it('is notified of a graceful stop before the port closes', async () => {
    await start(second);
    await becomes(first, second);
    const removed = new Promise((resolve) => client.on('removed', resolve));
    const stopped = demo.stop(second);
    await removed;
    expect((await get(demo.url(second, '/payment/lb'))).status).toBe(200);
    await stopped;
  });

  it('is notified of a killed instance, which the registry probes and removes', async () => {
    const printed = demo.process('eureka-7001').lines.length;
    await demo.kill(first);
    await becomes();
    expect(demo.process('eureka-7001').lines.slice(printed).join('\n')).toMatch(
      new RegExp(`removed CLOUD-PAYMENT-SERVICE/${idOf(demo, first)}: .* refused twice`),
    );
  });

  it('fails over to the other registry when its own is killed, and catches up', async () => {
    await demo.kill('eureka-7002');
    await start(second);
    await becomes(second);
  });

  it('has received each change once', () => {
    const [one, two] = [first, second].map((app) => idOf(demo, app));
    expect(events).toEqual([
      `added ${one}`,
      `status ${one}`,
      `status ${one}`,
      `added ${two}`,
      `removed ${two}`,
      `removed ${one}`,
      `added ${two}`,
    ]);
  });
});
