import { eventually } from '../harness/eventually.js';
import type { Program } from '../harness/program.js';
import { listedAtAll } from './harness/listing.js';
import { dropInService, integrationTestOnOurs } from './harness/npm-drop-in.js';
import { JavaRegistry, OurRegistries, type Registries } from './harness/registries.js';

const clients = ['eureka-js-client', '@rocketsoftware/eureka-js-client'];

const shapes = [
  ["Spring's own server, where the originals fail", () => JavaRegistry.prepare('spring-cloud')],
  ["Hoxton's server", () => JavaRegistry.prepare('hoxton')],
  ['a lone registry of ours', () => OurRegistries.prepare(1)],
  ['our pair', () => OurRegistries.prepare(2)],
] as const;

describe.each(shapes)('our class in place of eureka-js-client, at %s', (_shape, prepare) => {
  let registries: Registries;
  let service: Program;

  const eventuallyPrinted = (check: (lines: readonly string[]) => void) =>
    eventually(() => check(service.lines), 30_000);

  beforeAll(async () => {
    registries = await prepare();
    await registries.start();
  });
  afterAll(() => registries.close());

  it.each(clients)('passes the integration test of %s, and is gone afterwards', async (name) => {
    const { code, output } = await integrationTestOnOurs(name, registries.bases);
    expect(output).toContain('2 passing');
    expect(code).toBe(0);
    await listedAtAll(registries.bases, []);
  });

  it('registers as a service written for it, is renewed, and finds itself by app and by vip', async () => {
    service = dropInService('shop', 8081, registries.bases);
    await listedAtAll(registries.bases, ['shop8081']);
    await eventuallyPrinted((lines) => {
      expect(lines).toEqual(expect.arrayContaining(['registered', 'heartbeat']));
      expect(lines.findLast((each) => each.startsWith('by app'))).toBe('by app 8081');
      expect(lines.findLast((each) => each.startsWith('by vip'))).toBe('by vip 8081');
    });
  });

  it('registers again at registries that have lost it', async () => {
    const before = service.lines.length;
    await Promise.all(registries.bases.map((_base, index) => registries.kill(index)));
    await Promise.all(registries.bases.map((_base, index) => registries.startAgain(index)));
    await eventuallyPrinted((lines) => expect(lines.slice(before)).toContain('registered'));
    await listedAtAll(registries.bases, ['shop8081']);
  });

  it('is gone after its stop', async () => {
    await service.stop();
    expect(service.lines).toContain('deregistered');
    await listedAtAll(registries.bases, []);
  });
});
