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

describe('a client that follows one registry while all happens at the other', () => {
  let demo: Demo;
  let client: EurekaClient;
  let heard: string[];

  beforeAll(async () => {
    // It lingers for longer than by default: this process may be slow to look.
    demo = await Demo.prepare({
      providers: { EUREKA_CLIENT_PRESENCE: 'true', EUREKA_CLIENT_LINGER_MS: '3000' },
    });
    await demo.start('eureka-7001', 'eureka-7002');
    client = new EurekaClient(
      {
        serviceUrls: [demo.url('eureka-7002', '/eureka/'), demo.url('eureka-7001', '/eureka/')],
        registerWithEureka: false,
        // What it knows it was told: it asks long after this is over.
        registryFetchIntervalSecs: 600,
      },
      { logger: silent },
    );
    heard = [];
    for (const kind of ['added', 'removed', 'status'] as const)
      client.on(kind, ({ instance }) => heard.push(`${kind} ${instance.instanceId}`));
    await client.start();
    await client.whenFetched();
  });
  afterAll(async () => {
    await client.stop();
    await demo.close();
  });

  /** A provider that knows the first registry alone. */
  const start = (app: typeof first | typeof second) =>
    demo.startWith(app, { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: demo.url('eureka-7001', '/eureka/') });
  const callable = () => client.instances(service).map(({ instanceId }) => instanceId);
  const becomes = (...apps: readonly (typeof first | typeof second)[]) =>
    eventually(() => expect(callable()).toEqual(apps.map((app) => idOf(demo, app)).sort()), 20_000);

  it('is told of one that registers', async () => {
    await start(first);
    await becomes(first);
  });

  it('is told of one that is put out of service, can say so to who calls, and of its return', async () => {
    const url = demo.url('eureka-7001', `/eureka/apps/${service.toUpperCase()}/${idOf(demo, first)}/status`);
    await call('PUT', `${url}?value=OUT_OF_SERVICE`);
    await becomes();
    await expect(new LoadBalancer({ source: client }).pick(service)).rejects.toThrow(
      /1 filtered out: OUT_OF_SERVICE/,
    );
    await call('DELETE', `${url}?value=UP`);
    await becomes(first);
  });

  it('is told of one that stops in order before its port closes', async () => {
    await start(second);
    await becomes(first, second);
    const gone = new Promise((told) => client.on('removed', told));
    const stopped = demo.stop(second);
    await gone;
    expect((await get(demo.url(second, '/payment/lb'))).status).toBe(200);
    await stopped;
  });

  it('is told of one that was killed, which is looked at and taken out', async () => {
    const printed = demo.process('eureka-7001').lines.length;
    await demo.kill(first);
    await becomes();
    expect(demo.process('eureka-7001').lines.slice(printed).join('\n')).toMatch(
      new RegExp(`removed CLOUD-PAYMENT-SERVICE/${idOf(demo, first)}: .* refused twice`),
    );
  });

  it('goes over to the other registry when its own is killed, and is told what happened meanwhile', async () => {
    await demo.kill('eureka-7002');
    await start(second);
    await becomes(second);
  });

  it('has heard of each change once', () => {
    const [one, two] = [first, second].map((app) => idOf(demo, app));
    expect(heard).toEqual([
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
