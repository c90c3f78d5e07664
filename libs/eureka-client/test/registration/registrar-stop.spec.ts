import { manualClock } from '@eureka-nest/runtime/testing';
import { FakeRegistry } from '../builders/fake-registry.js';
import { LogBook } from '../builders/log-book.js';
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
  let log: LogBook;
  let registrar: RegistrarStage['registrar'];
  let registered: RegistrarStage['registered'];

  const clock = manualClock();
  /** In place of waiting: what was done before, and how long the wait would have been. */
  let waits: string[];
  const pause = async (ms: number) => {
    clock.advance(ms);
    waits.push(`${Math.round(ms)} ms after ${first.requests.at(-1)?.line.split(' ')[0]}`);
  };

  const aRegistrar = (urls: readonly string[], intervalMs: number) =>
    ({ registrar, registered } = registrarAt(urls, intervalMs, log));
  const aRegistrarThatWaits = (urls: readonly string[]) =>
    ({ registrar, registered } = registrarAt(urls, never, log, clock, pause));
  const stop = () => registrar.stop({ budgetMs: 1500, cancel: true });

  beforeEach(async () => {
    log = new LogBook();
    waits = [];
    first = await FakeRegistry.start();
    second = await FakeRegistry.start();
  });
  afterEach(async () => {
    await registrar.stop({ budgetMs: 300, cancel: false });
    await Promise.all([first.kill(), second.kill()]);
  });

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
    await registrar.stop({ budgetMs: 3000, cancel: true });
    expect(second.instances.size).toBe(0);
    expect(log.shown.filter((line) => line.startsWith('warn'))).toEqual([]);
  });

  it('gives up in time, without a fault, when no registry answers', async () => {
    aRegistrar([first.url, second.url], never);
    await registered.wait();
    first.script = second.script = () => new Promise(() => undefined);
    const began = performance.now();
    await registrar.stop({ budgetMs: 200, cancel: true });
    // Left alone, a call waits 5 s for its answer: less than that, however busy the machine is.
    expect(performance.now() - began).toBeLessThan(3000);
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
    await registrar.stop({ budgetMs: 3000, cancel: true });
    expect(first.requests.at(-1)?.line).toMatch(/^DELETE/);
    expect(registrar.registered).toBe(false);
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

  it('stands out of service for a while first, where that is asked, and is cancelled in time', async () => {
    aRegistrar([first.url], 5);
    await registered.wait();
    const began = performance.now();
    await registrar.stop({ budgetMs: 8000, cancel: true, drainMs: 500 });
    expect(performance.now() - began).toBeGreaterThan(490);
    const posts = first.asked(/^POST/).map(({ body }) => JSON.parse(body).instance.status);
    expect(posts).toEqual(['UP', 'STARTING', 'OUT_OF_SERVICE']);
    expect(first.asked(/^PUT.*OUT_OF_SERVICE/).length).toBeGreaterThan(0);
    expect(first.requests.at(-1)?.line).toMatch(/^DELETE/);
  });

  it('drains no longer where the registry does not answer', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    first.script = () => new Promise(() => undefined);
    const began = performance.now();
    await registrar.stop({ budgetMs: 400, cancel: true, drainMs: 100 });
    expect(performance.now() - began).toBeLessThan(3000);
  });

  describe('lingers', () => {
    const leave = { budgetMs: 1500, cancel: true, lingerMs: 200 };

    it('for a moment after it was cancelled, for those who have yet to hear of it', async () => {
      aRegistrarThatWaits([first.url]);
      await registered.wait();
      await registrar.stop(leave);
      expect(waits).toEqual(['200 ms after DELETE']);
    });

    it('after it was cancelled at another registry too', async () => {
      second.put(payment);
      aRegistrarThatWaits([first.url, second.url]);
      await registered.wait();
      first.script = () => ({ status: 500 });
      await registrar.stop(leave);
      expect(waits).toHaveLength(1);
    });

    it.each<[string, () => unknown]>([
      ['no registry knew it', () => first.instances.clear()],
      ['no registry answers', () => (first.script = () => ({ status: 500 }))],
      ['callers had turned away before', () => registrar.edit({ status: 'OUT_OF_SERVICE' })],
    ])('not where %s', async (_, happens) => {
      aRegistrarThatWaits([first.url]);
      await registered.wait();
      await happens();
      await registrar.stop(leave);
      expect(waits).toEqual([]);
    });

    it('not where it never was registered', async () => {
      await first.kill();
      aRegistrarThatWaits([first.url]);
      await log.says('not up yet');
      await registrar.stop(leave);
      expect(waits).toEqual([]);
    });

    it('not where it is not cancelled', async () => {
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

  it('may leave its lease to run out', async () => {
    aRegistrar([first.url], never);
    await registered.wait();
    await registrar.stop({ budgetMs: 1500, cancel: false });
    expect(first.asked(/^DELETE/)).toEqual([]);
  });
});
