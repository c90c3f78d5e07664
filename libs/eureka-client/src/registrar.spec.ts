import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { Milestone } from './milestone.js';
import { Registrar } from './registrar.js';
import { Registries } from './registries.js';
import { RegistryHttp } from './registry-http.js';
import { FakeRegistry } from './testing/fake-registry.js';
import { LogBook } from './testing/log-book.js';

const payment = anInstance({ port: 8001, lastDirtyTimestamp: 1_750_000_000_000 });
const name = 'CLOUD-PAYMENT-SERVICE/payment8001';
const never = 60_000;

describe('the registrar', () => {
  let first: FakeRegistry;
  let second: FakeRegistry;
  let log: LogBook;
  let registrar: Registrar;
  let registered: Milestone;
  const clock = manualClock();

  const aRegistrar = (urls: readonly string[], intervalMs: number, limitMs = 5000) => {
    registered = new Milestone();
    registrar = new Registrar(
      payment,
      new Registries(urls, new RegistryHttp(limitMs), log),
      { intervalMs, backOff: () => 5 },
      clock,
      log,
      registered,
    );
    registrar.start();
  };
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
    ['sends it elsewhere', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }, '302'],
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
    registrar.setStatus('OUT_OF_SERVICE');
    release();
    expect((await first.sees(/^POST/, 2)).body).toContain('"status":"OUT_OF_SERVICE"');
    registrar.setStatus('UP');
    expect((await first.sees(/^POST/, 3)).body).toContain('"status":"UP"');
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

  describe('when stopped', () => {
    it('cancels where it last got an answer', async () => {
      aRegistrar([first.url, second.url], never);
      await registered.wait();
      await stop();
      expect(first.requests.at(-1)?.line).toBe('DELETE apps/CLOUD-PAYMENT-SERVICE/payment8001');
      expect(first.instances.size).toBe(0);
      expect(second.requests).toEqual([]);
      expect(registrar.registered).toBe(false);
      expect(log.shown.at(-1)).toBe(`log cancelled ${name} at ${first.url}`);
    });

    it.each([
      ['is gone', async () => first.kill()],
      ['hangs', async () => void (first.script = () => new Promise(() => undefined))],
      ['fails', async () => void (first.script = () => ({ status: 500 }))],
    ])('cancels at the next registry when its own %s', async (_, misbehave) => {
      second.put(payment);
      aRegistrar([first.url, second.url], never);
      await registered.wait();
      await misbehave();
      await registrar.stop({ budgetMs: 300, cancel: true });
      expect(second.instances.size).toBe(0);
      expect(log.shown.filter((line) => line.startsWith('warn'))).toEqual([]);
    });

    it('gives up in time, without a fault, when no registry answers', async () => {
      aRegistrar([first.url, second.url], never);
      await registered.wait();
      first.script = second.script = () => new Promise(() => undefined);
      const began = performance.now();
      await registrar.stop({ budgetMs: 200, cancel: true });
      expect(performance.now() - began).toBeLessThan(400);
      expect(log.shown.at(-1)).toBe(`log no registry left to cancel ${name} at: its lease will run out`);
    });

    it('waits for a registration under way, so that it cannot come in after the cancellation', async () => {
      const slow = new Promise<undefined>((resolve) => setTimeout(resolve, 50, undefined));
      first.script = ({ line }) => (line.startsWith('POST') ? slow : undefined);
      aRegistrar([first.url], never);
      await first.sees(/^POST/);
      await stop();
      await slow;
      await first.settled();
      expect(first.requests.map(({ line }) => line.split(' ')[0])).toEqual(['POST', 'DELETE']);
      expect(first.instances.size).toBe(0);
    });

    it('breaks a registration off that does not end, and cancels all the same', async () => {
      first.script = ({ line }) => (line.startsWith('POST') ? new Promise(() => undefined) : undefined);
      aRegistrar([first.url], never);
      await first.sees(/^POST/);
      await registrar.stop({ budgetMs: 300, cancel: true });
      expect(first.requests.at(-1)?.line).toMatch(/^DELETE/);
      expect(await registered.wait()).toBe(false);
    });

    it('does not register any more after a heartbeat under way is answered with 404', async () => {
      aRegistrar([first.url], 5);
      await registered.wait();
      let release = (): void => undefined;
      first.script = ({ line }) =>
        line.startsWith('PUT')
          ? new Promise((resolve) => (release = () => resolve({ status: 404 })))
          : undefined;
      await first.sees(/^PUT/, first.asked(/^PUT/).length + 1);
      const stopped = stop();
      release();
      await stopped;
      expect(first.asked(/^POST/)).toHaveLength(1);
      expect(first.instances.size).toBe(0);
    });

    it('sends nothing when it never could register', async () => {
      await first.kill();
      aRegistrar([first.url], never);
      await log.says('not up yet');
      await stop();
      await first.listen();
      expect(first.requests).toEqual([]);
      expect(log.shown).toEqual([`log registry ${first.url} is not up yet: retrying`]);
    });

    it('may leave its lease to run out', async () => {
      aRegistrar([first.url], never);
      await registered.wait();
      await registrar.stop({ budgetMs: 1500, cancel: false });
      expect(first.asked(/^DELETE/)).toEqual([]);
    });
  });
});
