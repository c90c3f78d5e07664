import { consumer as ourConsumer } from '../harness/app-names.js';
import type { Demo } from '../harness/demo.js';
import { freePorts } from '../harness/free-ports.js';
import { startJavaPeer, type JavaPeer } from './harness/java-peer.js';
import { listedAtAll } from './harness/listing.js';
import { rotatesOver } from './harness/reached.js';
import { OurRegistries, zoneOf } from './harness/registries.js';

const ourProviders = ['payment-provider-8001', 'payment-provider-8002'] as const;

describe.each([
  ['one registry', 1],
  ['our pair', 2],
] as const)('ours and two generations of Java over %s', (_shape, count) => {
  let registries: OurRegistries;
  let demo: Demo;
  let javaProviders: JavaPeer[];
  let javaConsumers: JavaPeer[];

  const everyPort = () => [
    ...ourProviders.map((each) => demo.port(each)),
    ...javaProviders.map((each) => each.port),
  ];

  beforeAll(async () => {
    registries = await OurRegistries.prepare(count);
    ({ demo } = registries);
    await registries.start();
    const [first = 0, second = 0, third = 0, fourth = 0] = await freePorts(4);
    const start = { registries: zoneOf(registries) };
    const env = {
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: zoneOf(registries).join(','),
      EUREKA_CLIENT_REGISTRY_FETCH_INTERVAL_SECONDS: '1',
    };
    [javaProviders, javaConsumers] = await Promise.all([
      Promise.all([
        startJavaPeer('spring-cloud', 'provider', { ...start, port: first }),
        startJavaPeer('hoxton', 'provider', { ...start, port: second }),
      ]),
      Promise.all([
        startJavaPeer('spring-cloud', 'consumer', { ...start, port: third }),
        startJavaPeer('hoxton', 'consumer', { ...start, port: fourth }),
      ]),
      ...[...ourProviders, ourConsumer].map((each) => demo.startWith(each, env)),
    ]);
  });
  afterAll(() => registries.close());

  it('lists the four providers and the three consumers', async () => {
    const ports = [demo.port(ourConsumer), ...javaConsumers.map(({ port }) => port)];
    const ids = [...everyPort().map((port) => `payment${port}`), ...ports.map((port) => `order${port}`)];
    await listedAtAll(registries.bases, ids);
  });

  it('our consumer reaches TypeScript and Java providers alike', async () => {
    await rotatesOver(everyPort(), demo.url(ourConsumer, ''));
  });

  it.each([
    ['current', 0],
    ['Hoxton', 1],
  ])('the %s Java consumer reaches Java and TypeScript providers alike', async (_train, index) => {
    await rotatesOver(everyPort(), String(javaConsumers[index]?.url('')));
  });

  it('a stopped provider, Java or TypeScript, is called by no consumer any more', async () => {
    await Promise.all([demo.stop('payment-provider-8001'), javaProviders[0]?.stop()]);
    const left = [demo.port('payment-provider-8002'), Number(javaProviders[1]?.port)];
    for (const consumer of [demo.url(ourConsumer, ''), ...javaConsumers.map((each) => each.url(''))]) {
      await rotatesOver(left, consumer);
    }
  });
});
