import { manualClock } from '@eureka-nest/runtime/testing';
import { FakeRegistry } from '../builders/fake-registry.js';
import { RecordingLogger } from '../builders/recording-logger.js';
import {
  never,
  payment,
  paymentName as name,
  registrarAt,
  type RegistrarStage,
} from '../builders/registrar-stage.js';

describe('the registrar, when stopped,', () => {
  let first: FakeRegistry;
  let second: FakeRegistry;
  let log: RecordingLogger;
  let registrar: RegistrarStage['registrar'];
  let registered: RegistrarStage['registered'];

  const clock = manualClock();
  /** Records each pause instead of waiting: its length, and the request before it. */
  let waits: string[];
  const pause = async (ms: number) => {
    clock.advance(Math.round(ms));
    waits.push(`${Math.round(ms)} ms after ${first.requests.at(-1)?.line.split(' ')[0]}`);
  };

  const aRegistrar = (urls: readonly string[], intervalMs: number) =>
    ({ registrar, registered } = registrarAt(urls, intervalMs, log));
  const aRegistrarThatWaits = (urls: readonly string[]) =>
    ({ registrar, registered } = registrarAt(urls, never, log, clock, pause));
  const stop = () => registrar.stop({ budgetMs: 1500, cancel: true });

  beforeEach(async () => {
    log = new RecordingLogger();
    waits = [];
    first = await FakeRegistry.start();
    second = await FakeRegistry.start();
  });
  afterEach(async () => {
    await registrar.stop({ budgetMs: 300, cancel: false });
    await Promise.all([first.kill(), second.kill()]);
  });

  it('cancels at the registry that responded last', async () => {
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
    await registrar.stop({ budgetMs: 3000, cancel: true });
    expect(second.instances.size).toBe(0);
    expect(log.shown.filter((line) => line.startsWith('warn'))).toEqual([]);
  });

  it('cancels at every registry that may still list it: the next one knew it, the first has restarted', async () => {
    aRegistrar([first.url, second.url], never);
    await registered.wait();
    second.put(payment);
    first.instances.clear();
    await stop();
    expect(second.instances.size).toBe(0);
    expect(log.shown.at(-1)).toBe(`log cancelled ${name} at ${second.url}`);
  });

  it('cancels once if no registry lists it', async () => {
    aRegistrar([first.url, second.url], never);
    await registered.wait();
    first.instances.clear();
    await stop();
    expect([first, second].map((each) => each.matching(/^DELETE/).length)).toEqual([1, 1]);
    expect(log.shown).toEqual([`log registered ${name} at ${first.url}`]);
  });

  it.each([
    ['processes its registration before the cancellation', 100],
    ['has processed it long ago', -100],
  ])('cancels also at a slow registry that another one overtook, which %s', async (_, ms) => {
    let process = () => undefined as void;
    first.script = ({ line }) =>
      line.startsWith('POST') ? new Promise((resolve) => (process = () => resolve(undefined))) : undefined;
    aRegistrar([first.url, second.url], never);
    await registered.wait();
    expect(second.instances.size).toBe(1);
    if (ms < 0) process();
    else setTimeout(process, ms);
    while (ms < 0 && first.instances.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await stop();
    expect([first.instances.size, second.instances.size]).toEqual([0, 0]);
  });

  it('gives up in time, without an error, when no registry responds', async () => {
    aRegistrar([first.url, second.url], never);
    await registered.wait();
    first.script = second.script = () => new Promise(() => undefined);
    const began = performance.now();
    await registrar.stop({ budgetMs: 200, cancel: true });
    // A request waits 5 s for its response: the stop takes less, however busy the machine is.
    expect(performance.now() - began).toBeLessThan(3000);
    expect(log.shown.at(-1)).toBe(
      `log could not cancel ${name}: no registry responds, its lease will expire`,
    );
  });

  it('waits for a registration in flight, so that it cannot arrive after the cancellation', async () => {
    const slow = new Promise<undefined>((resolve) => setTimeout(resolve, 50, undefined));
    first.script = ({ line }) => (line.startsWith('POST') ? slow : undefined);
    aRegistrar([first.url], never);
    await first.receives(/^POST/);
    await stop();
    await slow;
    await first.settled();
    expect(first.requests.map(({ line }) => line.split(' ')[0])).toEqual(['POST', 'DELETE']);
    expect(first.instances.size).toBe(0);
  });

  it('aborts a registration that does not end, and cancels anyway', async () => {
    first.script = ({ line }) => (line.startsWith('POST') ? new Promise(() => undefined) : undefined);
    aRegistrar([first.url], never);
    await first.receives(/^POST/);
    await registrar.stop({ budgetMs: 3000, cancel: true });
    expect(first.requests.at(-1)?.line).toMatch(/^DELETE/);
    expect(registrar.registered).toBe(false);
  });

  it('does not register again when a heartbeat in flight gets a 404', async () => {
    aRegistrar([first.url], 5);
    await registered.wait();
    let release = (): void => undefined;
    first.script = ({ line }) =>
      line.startsWith('PUT')
        ? new Promise((resolve) => (release = () => resolve({ status: 404 })))
        : undefined;
    await first.receives(/^PUT/, first.matching(/^PUT/).length + 1);
    const stopped = stop();
    release();
    await stopped;
    expect(first.matching(/^POST/)).toHaveLength(1);
    expect(first.instances.size).toBe(0);
  });

  it('sends nothing if it never could register', async () => {
    await first.kill();
    aRegistrar([first.url], never);
    await log.waitFor('not up yet');
    await stop();
    await first.listen();
    expect(first.requests).toEqual([]);
    expect(log.shown).toEqual([`log registry ${first.url} is not up yet: retrying`]);
  });

  it('drains first if configured, and cancels in time', async () => {
    aRegistrar([first.url], 5);
    await registered.wait();
    const began = performance.now();
    await registrar.stop({ budgetMs: 8000, cancel: true, drainMs: 500 });
    expect(performance.now() - began).toBeGreaterThan(490);
    const posts = first.matching(/^POST/).map(({ body }) => JSON.parse(body).instance.status);
    expect(posts).toEqual(['UP', 'STARTING', 'OUT_OF_SERVICE']);
    expect(first.matching(/^PUT.*OUT_OF_SERVICE/).length).toBeGreaterThan(0);
    expect(first.requests.at(-1)?.line).toMatch(/^DELETE/);
  });

  it('stays OUT_OF_SERVICE while it drains, whatever status is set, but takes metadata', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    const stopped = registrar.stop({ budgetMs: 8000, cancel: true, drainMs: 300 });
    expect(await registrar.edit({ status: 'UP' })).toBe(false);
    expect(await registrar.edit({ metadata: { version: '2' } })).toBe(true);
    const [listed] = first.instances.values();
    expect([listed?.status, listed?.metadata]).toEqual(['OUT_OF_SERVICE', { version: '2' }]);
    await stopped;
  });

  it('drains also while its registry is lost, since callers still have their copies', async () => {
    aRegistrar([first.url], 5);
    await registered.wait();
    first.script = () => ({ status: 503 });
    await log.waitFor('no registry for a heartbeat');
    const stopped = registrar.stop({ budgetMs: 8000, cancel: true, drainMs: 400 });
    first.script = () => undefined;
    await stopped;
    const posts = first.matching(/^POST/).map(({ body }) => JSON.parse(body).instance.status);
    expect(posts.at(-1)).toBe('OUT_OF_SERVICE');
    expect(first.instances.size).toBe(0);
  });

  it('drains as long as configured, and then has the time of any other stop left', async () => {
    aRegistrarThatWaits([first.url]);
    await registered.wait();
    await registrar.stop({ budgetMs: 61_500, cancel: true, drainMs: 60_000, lingerMs: 200 });
    expect(waits).toEqual([expect.stringMatching(/^(59\d\d\d|60000) ms after POST$/)]);
    expect(first.requests.at(-1)?.line).toMatch(/^DELETE/);
    expect(first.instances.size).toBe(0);
  });

  it('drains no longer if the registry does not respond', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    first.script = () => new Promise(() => undefined);
    const began = performance.now();
    await registrar.stop({ budgetMs: 400, cancel: true, drainMs: 100 });
    expect(performance.now() - began).toBeLessThan(3000);
  });

  describe('lingers', () => {
    const leave = { budgetMs: 1500, cancel: true, lingerMs: 200 };

    it('for a moment after it cancelled, for callers that have yet to see it', async () => {
      aRegistrarThatWaits([first.url]);
      await registered.wait();
      await registrar.stop(leave);
      expect(waits).toEqual(['200 ms after DELETE']);
    });

    it('after it cancelled at another registry too', async () => {
      second.put(payment);
      aRegistrarThatWaits([first.url, second.url]);
      await registered.wait();
      first.script = () => ({ status: 500 });
      await registrar.stop(leave);
      expect(waits).toHaveLength(1);
    });

    it.each<[string, () => unknown]>([
      ['no registry knew it', () => first.instances.clear()],
      ['no registry responds', () => (first.script = () => ({ status: 500 }))],
      ['callers had turned away before', () => registrar.edit({ status: 'OUT_OF_SERVICE' })],
    ])('not if %s', async (_, happens) => {
      aRegistrarThatWaits([first.url]);
      await registered.wait();
      await happens();
      await registrar.stop(leave);
      expect(waits).toEqual([]);
    });

    it('not if it never was registered', async () => {
      await first.kill();
      aRegistrarThatWaits([first.url]);
      await log.waitFor('not up yet');
      await registrar.stop(leave);
      expect(waits).toEqual([]);
    });

    it('not if it does not cancel', async () => {
      aRegistrarThatWaits([first.url]);
      await registered.wait();
      await registrar.stop({ ...leave, cancel: false });
      expect(waits).toEqual([]);
    });

    it('not after a drain', async () => {
      aRegistrarThatWaits([first.url]);
      await registered.wait();
      await registrar.stop({ ...leave, drainMs: 1000 });
      expect(waits).toEqual([expect.stringMatching(/^\d+ ms after POST$/)]);
    });
  });

  it('can leave its lease to expire', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    await registrar.stop({ budgetMs: 1500, cancel: false });
    expect(first.matching(/^DELETE/)).toEqual([]);
  });
});
