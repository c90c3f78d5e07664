import { FakeRegistry } from '../builders/fake-registry.js';
import { LogBook } from '../builders/log-book.js';
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
  let log: LogBook;
  let registrar: RegistrarStage['registrar'];
  let registered: RegistrarStage['registered'];
  let told: RegistrarStage['told'];

  const aRegistrar = (urls: readonly string[], intervalMs: number) =>
    ({ registrar, registered, told } = registrarAt(urls, intervalMs, log));
  const stop = () => registrar.stop({ budgetMs: 1500, cancel: true });

  beforeEach(async () => {
    log = new LogBook();
    first = await FakeRegistry.start();
    second = await FakeRegistry.start();
  });
  afterEach(async () => {
    await registrar.stop({ budgetMs: 300, cancel: false });
    await Promise.all([first.kill(), second.kill()]);
  });

  it('registers at once, at the first registry alone, and says so in one line', async () => {
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
    const { line, body } = await first.sees(/^PUT/, 3);
    expect(line).toBe(
      'PUT apps/CLOUD-PAYMENT-SERVICE/payment8001?status=UP&lastDirtyTimestamp=1750000000000',
    );
    expect(body).toBe('');
    expect(first.asked(/^POST/)).toHaveLength(1);
  });

  it('registers again, as a newer version, when a heartbeat is answered with 404', async () => {
    aRegistrar([first.url], 5);
    await first.sees(/^PUT/);
    first.instances.clear();
    await first.sees(/^POST/, 2);
    await first.sees(/^PUT.*lastDirtyTimestamp=1750000000001$/);
    expect(first.instances.get('payment8001')?.lastDirtyTimestamp).toBe(1_750_000_000_001);
  });

  it('also when that 404 has a body, as current Spring servers send it', async () => {
    first.script = ({ line }) =>
      line.startsWith('PUT') && first.asked(/^PUT/).length === 1
        ? { status: 404, body: '{"timestamp":"2026","status":404,"error":"Not Found"}' }
        : undefined;
    aRegistrar([first.url], 5);
    await first.sees(/^POST/, 2);
  });

  it('waits calmly for a registry that is not up yet, and registers when it is', async () => {
    await first.kill();
    aRegistrar([first.url], never);
    await log.says('no registry for the registration');
    expect(registrar.registered).toBe(false);
    await first.listen();
    expect(await registered.wait()).toBe(true);
    expect(log.shown).toEqual([
      `log registry ${first.url} is not up yet: retrying`,
      `log registered ${name} at ${first.url}`,
    ]);
  });

  it('goes to the next registry at once when the first refuses', async () => {
    await first.kill();
    aRegistrar([first.url, second.url], never);
    expect(await registered.wait()).toBe(true);
    expect(second.instances.has('payment8001')).toBe(true);
  });

  it('renews at the next registry at once when its own is lost, and tells the loss and the return once each', async () => {
    second.put(payment);
    aRegistrar([first.url, second.url], 5);
    await first.sees(/^PUT/);
    await first.kill();
    await second.sees(/^PUT/, 3);
    await second.kill();
    await first.listen();
    await log.says('is back');
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

  it('tries a failed heartbeat again soon, not only at the next interval', async () => {
    aRegistrar([first.url], 40);
    await first.sees(/^POST/);
    first.script = ({ line }) => (line.startsWith('PUT') ? { status: 503 } : undefined);
    await first.sees(/^PUT/, 3);
    expect(registrar.registered).toBe(false);
    expect(log.shown.filter((line) => line.startsWith('warn'))).toEqual([
      `warn registry ${first.url} is of no use: a heartbeat was answered with 503`,
    ]);
  });

  it.each([
    ['refuses it', { status: 400, body: 'Missing hostname' }, '400 Missing hostname'],
    [
      'answers 200, which no registry does',
      { status: 200, body: '<html>hello</html>' },
      '200 <html>hello</html>',
    ],
    [
      'sends it elsewhere',
      { status: 302, headers: { location: 'http://127.0.0.1:9/' } },
      '302 and sent on to http://127.0.0.1:9/, which is not followed: set the service URL to the address that answers',
    ],
  ])(
    'does not take itself for registered where a registry %s, and asks the next',
    async (_, reply, words) => {
      first.script = () => reply;
      aRegistrar([first.url, second.url], never);
      await registered.wait();
      expect(second.instances.has('payment8001')).toBe(true);
      expect(log.shown).toEqual([
        `warn registry ${first.url} is of no use: the registration was answered with ${words}`,
        `log registered ${name} at ${second.url}`,
      ]);
    },
  );

  it('tells a change of status at once, and a change during a registration right after it', async () => {
    let release = (): void => undefined;
    first.script = ({ line }) =>
      line.startsWith('POST') && first.asked(/^POST/).length === 1
        ? new Promise((resolve) => (release = () => resolve(undefined)))
        : undefined;
    aRegistrar([first.url], never);
    await first.sees(/^POST/);
    const down = registrar.edit({ status: 'DOWN' });
    release();
    expect((await first.sees(/^POST/, 2)).body).toContain('"status":"DOWN"');
    expect(await down).toBe(true);
    expect(await registrar.edit({ status: 'UP' })).toBe(true);
    expect(first.instances.get('payment8001')?.status).toBe('UP');
  });

  it('QUIRK(LeaseExistsRule): goes out of service, and comes back, by way of STARTING', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    expect(await registrar.edit({ status: 'OUT_OF_SERVICE' })).toBe(true);
    expect(first.instances.get('payment8001')?.status).toBe('OUT_OF_SERVICE');
    expect(await registrar.edit({ status: 'UP' })).toBe(true);
    expect(first.instances.get('payment8001')?.status).toBe('UP');
    const said = first.asked(/^POST/).map(({ body }) => JSON.parse(body).instance);
    expect(said.map(({ status }) => status)).toEqual(['UP', 'STARTING', 'OUT_OF_SERVICE', 'STARTING', 'UP']);
    const versions = said.map(({ lastDirtyTimestamp }) => Number(lastDirtyTimestamp));
    expect(new Set(versions).size).toBe(5);
    expect(versions).toEqual(versions.toSorted());
  });

  it('comes up once although a process of its name was left there out of service', async () => {
    first.put({ ...payment, status: 'OUT_OF_SERVICE' });
    aRegistrar([first.url], never);
    await registered.wait();
    const listed = first.instances.get('payment8001');
    expect(listed?.status).toBe('OUT_OF_SERVICE');
    const copy = new Map([[payment.app, new Map([['payment8001', listed ?? payment]])]]);
    registrar.compare(copy);
    await first.sees(/^POST/, 3);
    await first.settled();
    expect(first.instances.get('payment8001')?.status).toBe('UP');
    registrar.compare(copy); // an old one
    await first.settled();
    expect(first.asked(/^POST/)).toHaveLength(3);
    // Where that does not help, such as at a registry that goes by a group's status, it is not tried for ever.
    registrar.compare(
      new Map([
        [
          payment.app,
          new Map([['payment8001', { ...registrar.instance, status: 'OUT_OF_SERVICE' as const }]]),
        ],
      ]),
    );
    await first.settled();
    expect(first.asked(/^POST/)).toHaveLength(3);
  });

  it('tells metadata by a registration, and says when it is told', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    expect(await registrar.edit({ metadata: { version: '2' } })).toBe(true);
    expect(first.instances.get('payment8001')?.metadata).toEqual({ version: '2' });
    expect(await registrar.edit({ metadata: { version: '2' } })).toBe(true);
    expect(first.asked(/^POST/)).toHaveLength(2);
  });

  it('does not wait for ever to tell what can no longer be told', async () => {
    await first.kill();
    aRegistrar([first.url], never);
    const told = registrar.edit({ status: 'DOWN' });
    await stop();
    expect(await told).toBe(false);
    expect(await registrar.edit({ status: 'UP' })).toBe(false);
  });

  it('tells once that no registry takes its heartbeats any more, until one does again', async () => {
    aRegistrar([first.url], 5);
    await registered.wait();
    first.script = () => ({ status: 500 });
    await first.sees(/^PUT/, first.asked(/^PUT/).length + 3);
    first.script = ({ line }) => (line.startsWith('PUT') ? { status: 404 } : undefined);
    await first.sees(/^POST/, 2);
    await log.says('registered', 2);
    expect(told.map((each) => Object.keys(each)[0]).slice(0, 3)).toEqual([
      'registered',
      'lost',
      'registered',
    ]);
    expect(told[1]).toMatchObject({ lost: { instance: name, reason: expect.stringContaining('500') } });
  });

  it('tells how the registry lists it, whoever has set that', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    const listed = (status: 'UP' | 'OUT_OF_SERVICE') =>
      new Map([[payment.app, new Map([['payment8001', { ...payment, status }]])]]);
    registrar.compare(listed('UP'));
    registrar.compare(listed('UP'));
    registrar.compare(listed('OUT_OF_SERVICE'));
    registrar.compare(new Map());
    expect(told.slice(1)).toEqual([
      { 'own-status': { status: 'UP', before: 'UNKNOWN' } },
      { 'own-status': { status: 'OUT_OF_SERVICE', before: 'UP' } },
      { 'own-status': { status: 'UNKNOWN', before: 'OUT_OF_SERVICE' } },
    ]);
    expect(registrar.instance.status).toBe('UP');
  });

  it('looks after itself at once when a registry that listed it no longer does', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    registrar.compare(new Map()); // not yet
    await first.settled();
    expect(first.asked(/^PUT/)).toHaveLength(0);
    registrar.compare(new Map([[payment.app, new Map([['payment8001', payment]])]]));
    first.instances.clear();
    registrar.compare(new Map());
    await first.sees(/^POST/, 2);
  });
});
