import { FakeRegistry } from '../builders/fake-registry.js';
import { RecordingLogger } from '../builders/recording-logger.js';
import {
  never,
  payment,
  paymentName as name,
  registrarAt,
  type RegistrarStage,
} from '../builders/registrar-stage.js';

describe('the registrar', () => {
  let first: FakeRegistry;
  let second: FakeRegistry;
  let log: RecordingLogger;
  let registrar: RegistrarStage['registrar'];
  let registered: RegistrarStage['registered'];
  let emitted: RegistrarStage['emitted'];

  const aRegistrar = (urls: readonly string[], intervalMs: number) =>
    ({ registrar, registered, emitted } = registrarAt(urls, intervalMs, log));
  const stop = () => registrar.stop({ budgetMs: 1500, cancel: true });

  beforeEach(async () => {
    log = new RecordingLogger();
    first = await FakeRegistry.start();
    second = await FakeRegistry.start();
  });
  afterEach(async () => {
    await registrar.stop({ budgetMs: 300, cancel: false });
    await Promise.all([first.kill(), second.kill()]);
  });

  it('registers at once, at the first registry only, with one log line', async () => {
    aRegistrar([first.url, second.url], never);
    expect(await registered.wait()).toBe(true);
    expect(registrar.registered).toBe(true);
    expect(first.requests.map(({ line }) => line)).toEqual(['POST apps/CLOUD-PAYMENT-SERVICE']);
    expect(first.instances.get('payment8001')).toEqual(payment);
    expect(second.requests).toEqual([]);
    expect(log.shown).toEqual([`log registered ${name} at ${first.url}`]);
  });

  it('renews at its interval, with its status and the version of its data', async () => {
    aRegistrar([first.url], 5);
    const { line, body } = await first.receives(/^PUT/, 3);
    expect(line).toBe(
      'PUT apps/CLOUD-PAYMENT-SERVICE/payment8001?status=UP&lastDirtyTimestamp=1750000000000',
    );
    expect(body).toBe('');
    expect(first.matching(/^POST/)).toHaveLength(1);
  });

  it('registers again with each heartbeat that gets a 404, and logs it twice at most', async () => {
    aRegistrar([first.url], 5);
    first.script = ({ line }) => (line.startsWith('PUT') ? { status: 404 } : undefined);
    await first.receives(/^POST/, 5);
    const line = `log registered ${name} at ${first.url}`;
    expect(log.shown).toEqual([line, line]);
    first.script = () => undefined;
    await log.waitFor('renewed');
    first.instances.clear();
    await log.waitFor(`log registered ${name}`, 3);
  });

  it('registers again, as a newer version, when a heartbeat gets a 404', async () => {
    aRegistrar([first.url], 5);
    await first.receives(/^PUT/);
    first.instances.clear();
    await first.receives(/^POST/, 2);
    await first.receives(/^PUT.*lastDirtyTimestamp=1750000000001$/);
    expect(first.instances.get('payment8001')?.lastDirtyTimestamp).toBe(1_750_000_000_001);
  });

  it('does so also if that 404 has a body, as current Spring servers send it', async () => {
    first.script = ({ line }) =>
      line.startsWith('PUT') && first.matching(/^PUT/).length === 1
        ? { status: 404, body: '{"timestamp":"2026","status":404,"error":"Not Found"}' }
        : undefined;
    aRegistrar([first.url], 5);
    await first.receives(/^POST/, 2);
  });

  it('waits for a registry that is not up yet, and registers when it is', async () => {
    await first.kill();
    aRegistrar([first.url], never);
    await log.waitFor('no registry for the registration');
    expect(registrar.registered).toBe(false);
    await first.listen();
    expect(await registered.wait()).toBe(true);
    expect(log.shown).toEqual([
      `log registry ${first.url} is not up yet: retrying`,
      `log registered ${name} at ${first.url}`,
    ]);
  });

  it('asks the next registry at once when the first refuses the connection', async () => {
    await first.kill();
    aRegistrar([first.url, second.url], never);
    expect(await registered.wait()).toBe(true);
    expect(second.instances.has('payment8001')).toBe(true);
  });

  it('asks the next registry when the first hangs, long before its time limit, and from then on', async () => {
    first.script = () => new Promise(() => undefined);
    const began = performance.now();
    aRegistrar([first.url, second.url], 5);
    expect(await registered.wait()).toBe(true);
    // The time limit of a request is 5 s here.
    expect(performance.now() - began).toBeLessThan(4_500);
    await second.receives(/^PUT/, 5);
    expect(first.requests).toHaveLength(1);
    expect(second.instances.has('payment8001')).toBe(true);
  });

  it('renews at the next registry when its own hangs', async () => {
    second.put(payment);
    aRegistrar([first.url, second.url], 5);
    await first.receives(/^PUT/);
    first.script = () => new Promise(() => undefined);
    const began = performance.now();
    await second.receives(/^PUT/, 3);
    expect(performance.now() - began).toBeLessThan(4_500);
    expect(registrar.registered).toBe(true);
  });

  it('accepts the late response of a slow registry while the next one is down', async () => {
    await second.kill();
    first.script = () => new Promise((resolve) => setTimeout(resolve, 1_200, undefined));
    aRegistrar([first.url, second.url], never);
    expect(await registered.wait()).toBe(true);
    expect(first.matching(/^POST/)).toHaveLength(1);
  });

  it('renews at the next registry at once when its own is lost, and logs loss and return once each', async () => {
    second.put(payment);
    aRegistrar([first.url, second.url], 5);
    await first.receives(/^PUT/);
    await first.kill();
    await second.receives(/^PUT/, 3);
    await second.kill();
    await first.listen();
    await log.waitFor('is back');
    expect(log.shown).toEqual([
      `log registered ${name} at ${first.url}`,
      expect.stringMatching(
        `^warn registry ${first.url} is lost \\(connection (refused|broken)\\): asking ${second.url}$`,
      ),
      expect.stringMatching(
        `^warn registry ${second.url} is lost \\(connection (refused|broken)\\): asking ${first.url}$`,
      ),
      `log registry ${first.url} is back`,
    ]);
  });

  it('retries a failed heartbeat soon, not only at the next interval', async () => {
    aRegistrar([first.url], 40);
    await first.receives(/^POST/);
    first.script = ({ line }) => (line.startsWith('PUT') ? { status: 503 } : undefined);
    await first.receives(/^PUT/, 3);
    expect(registrar.registered).toBe(false);
    expect(log.shown.filter((line) => line.startsWith('warn'))).toEqual([
      `warn registry ${first.url}: unusable response to a heartbeat (HTTP 503)`,
    ]);
  });

  it.each([
    ['rejects it', { status: 400, body: 'Missing hostname' }, '400): Missing hostname'],
    [
      'responds with 200, which no registry does',
      { status: 200, body: '<html>hello</html>' },
      '200): <html>hello</html>',
    ],
    [
      'redirects it',
      { status: 302, headers: { location: 'http://127.0.0.1:9/' } },
      '302): redirects are not followed; set the service URL to the target, http://127.0.0.1:9/',
    ],
  ])('does not count as registered if a registry %s, and asks the next', async (_, reply, words) => {
    first.script = () => reply;
    aRegistrar([first.url, second.url], never);
    await registered.wait();
    expect(second.instances.has('payment8001')).toBe(true);
    expect(log.shown).toEqual([
      `warn registry ${first.url}: unusable response to the registration (HTTP ${words}`,
      `log registered ${name} at ${second.url}`,
    ]);
  });

  it('registers a change of status at once, and a change during a registration right after it', async () => {
    let release = (): void => undefined;
    first.script = ({ line }) =>
      line.startsWith('POST') && first.matching(/^POST/).length === 1
        ? new Promise((resolve) => (release = () => resolve(undefined)))
        : undefined;
    aRegistrar([first.url], never);
    await first.receives(/^POST/);
    const down = registrar.edit({ status: 'DOWN' });
    release();
    expect((await first.receives(/^POST/, 2)).body).toContain('"status":"DOWN"');
    expect(await down).toBe(true);
    expect(await registrar.edit({ status: 'UP' })).toBe(true);
    expect(first.instances.get('payment8001')?.status).toBe('UP');
  });

  it('QUIRK(LeaseExistsRule): registers as STARTING between UP and OUT_OF_SERVICE', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    expect(await registrar.edit({ status: 'OUT_OF_SERVICE' })).toBe(true);
    expect(first.instances.get('payment8001')?.status).toBe('OUT_OF_SERVICE');
    expect(await registrar.edit({ status: 'UP' })).toBe(true);
    expect(first.instances.get('payment8001')?.status).toBe('UP');
    const said = first.matching(/^POST/).map(({ body }) => JSON.parse(body).instance);
    expect(said.map(({ status }) => status)).toEqual(['UP', 'STARTING', 'OUT_OF_SERVICE', 'STARTING', 'UP']);
    const versions = said.map(({ lastDirtyTimestamp }) => Number(lastDirtyTimestamp));
    expect(new Set(versions).size).toBe(5);
    expect(versions).toEqual(versions.toSorted());
  });

  it('replaces the OUT_OF_SERVICE status of a predecessor, once', async () => {
    first.put({ ...payment, status: 'OUT_OF_SERVICE' });
    aRegistrar([first.url], never);
    await registered.wait();
    const listed = first.instances.get('payment8001');
    expect(listed?.status).toBe('OUT_OF_SERVICE');
    const copy = new Map([[payment.app, new Map([['payment8001', listed ?? payment]])]]);
    registrar.compareWith(copy);
    await first.receives(/^POST/, 3);
    await first.settled();
    expect(first.instances.get('payment8001')?.status).toBe('UP');
    registrar.compareWith(copy); // outdated
    await first.settled();
    expect(first.matching(/^POST/)).toHaveLength(3);
    // A registry may have a rule of its own for the status, so the attempt is not repeated.
    registrar.compareWith(
      new Map([
        [
          payment.app,
          new Map([['payment8001', { ...registrar.instance, status: 'OUT_OF_SERVICE' as const }]]),
        ],
      ]),
    );
    await first.settled();
    expect(first.matching(/^POST/)).toHaveLength(3);
  });

  it('registers metadata, and reports when it is accepted', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    expect(await registrar.edit({ metadata: { version: '2' } })).toBe(true);
    expect(first.instances.get('payment8001')?.metadata).toEqual({ version: '2' });
    expect(await registrar.edit({ metadata: { version: '2' } })).toBe(true);
    expect(first.matching(/^POST/)).toHaveLength(2);
  });

  it('does not wait for ever for an edit that can no longer be accepted', async () => {
    await first.kill();
    aRegistrar([first.url], never);
    const edited = registrar.edit({ status: 'DOWN' });
    await stop();
    expect(await edited).toBe(false);
    expect(await registrar.edit({ status: 'UP' })).toBe(false);
  });

  it('emits lost once until a registry accepts its heartbeats again', async () => {
    aRegistrar([first.url], 5);
    await registered.wait();
    first.script = () => ({ status: 500 });
    await first.receives(/^PUT/, first.matching(/^PUT/).length + 3);
    first.script = ({ line }) => (line.startsWith('PUT') ? { status: 404 } : undefined);
    await first.receives(/^POST/, 2);
    await log.waitFor('registered', 2);
    expect(emitted.map((each) => Object.keys(each)[0]).slice(0, 3)).toEqual([
      'registered',
      'lost',
      'registered',
    ]);
    expect(emitted[1]).toMatchObject({ lost: { instance: name, reason: expect.stringContaining('500') } });
  });

  it('emits its listed status, no matter what set it', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    const listed = (status: 'UP' | 'OUT_OF_SERVICE') =>
      new Map([[payment.app, new Map([['payment8001', { ...payment, status }]])]]);
    registrar.compareWith(listed('UP'));
    registrar.compareWith(listed('UP'));
    registrar.compareWith(listed('OUT_OF_SERVICE'));
    registrar.compareWith(new Map());
    expect(emitted.slice(1)).toEqual([
      { 'own-status': { status: 'UP', before: 'UNKNOWN' } },
      { 'own-status': { status: 'OUT_OF_SERVICE', before: 'UP' } },
      { 'own-status': { status: 'UNKNOWN', before: 'OUT_OF_SERVICE' } },
    ]);
    expect(registrar.instance.status).toBe('UP');
  });

  it('sends a heartbeat at once when a registry that listed it no longer does', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    registrar.compareWith(new Map()); // not yet
    await first.settled();
    expect(first.matching(/^PUT/)).toHaveLength(0);
    registrar.compareWith(new Map([[payment.app, new Map([['payment8001', payment]])]]));
    first.instances.clear();
    registrar.compareWith(new Map());
    await first.receives(/^POST/, 2);
  });
});
