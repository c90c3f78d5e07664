import { eventually } from '../harness/eventually.js';
import { listedAtAll } from './harness/listing.js';
import { npmService } from './harness/npm-service.js';
import { integrationTestOf } from './harness/npm-integration-test.js';
import type { Program } from '../harness/program.js';
import { JavaRegistry, OurRegistries, type Registries } from './harness/registries.js';

const clients = ['eureka-js-client', '@rocketsoftware/eureka-js-client'];

const shapes = [
  ["Spring's own server, the reference", () => JavaRegistry.prepare('spring-cloud'), 'java'],
  ['a lone registry of ours', () => OurRegistries.prepare(1), 'ours'],
  ['our pair', () => OurRegistries.prepare(2), 'ours'],
] as const;

describe.each(shapes)('at %s', (_shape, prepare, whose) => {
  let registries: Registries;
  let services: Program[];

  const everyService = (check: (service: Program) => void) =>
    eventually(() => services.forEach((each) => check(each)), 20_000);

  beforeAll(async () => {
    registries = await prepare();
    await registries.start();
  });
  afterAll(() => registries.close());

  if (whose === 'java') {
    it.each(clients)(
      'the integration test of %s fails: it registers with a bare number as its port, which old servers accepted',
      async (name) => {
        const { code, output } = await integrationTestOf(name, registries.bases);
        expect(output).toContain('eureka registration FAILED: status: 400');
        expect(code).toBeGreaterThan(0);
      },
    );
  } else {
    it.each(clients)('%s passes its own integration test, and is gone afterwards', async (name) => {
      const { code, output } = await integrationTestOf(name, registries.bases);
      expect(output).toContain('2 passing');
      expect(code).toBe(0);
      await listedAtAll(registries.bases, []);
    });
  }

  it('services on both clients register, and find themselves and each other by app and by vip', async () => {
    services = clients.map((each, index) => npmService(each, 'shop', 8081 + index, registries.bases));
    await everyService(({ lines }) => expect(lines).toContain('registered'));
    await listedAtAll(registries.bases, ['shop8081', 'shop8082']);
    await everyService(({ lines }) => {
      expect(lines.findLast((each) => each.startsWith('by app'))).toMatch(/8081 8082|8082 8081/);
      expect(lines.findLast((each) => each.startsWith('by vip'))).toMatch(/8081 8082|8082 8081/);
    });
  });

  it('their heartbeats are accepted', async () => {
    await everyService(({ lines }) => expect(lines).toContain('heartbeat'));
  });

  it('they get a 404 after the registries have lost them, and register again', async () => {
    await Promise.all(registries.bases.map((_base, index) => registries.kill(index)));
    await Promise.all(registries.bases.map((_base, index) => registries.startAgain(index)));
    await everyService(({ lines }) => {
      const forgotten = lines.indexOf('eureka heartbeat FAILED, Re-registering app');
      expect(lines.slice(forgotten + 1)).toEqual(expect.arrayContaining(['registered', 'heartbeat']));
      expect(forgotten).toBeGreaterThan(0);
    });
    await listedAtAll(registries.bases, ['shop8081', 'shop8082']);
  });

  it('they are gone after their stop', async () => {
    await Promise.all(services.map((each) => each.stop()));
    for (const { lines } of services) expect(lines).toContain('deregistered');
    await listedAtAll(registries.bases, []);
  });
});
