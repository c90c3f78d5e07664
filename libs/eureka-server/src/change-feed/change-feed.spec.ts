import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { Registry } from '../core/registry/registry.js';
import { defaultRegistryOptions } from '../core/registry/registry-options.js';
import { ChangeFeed } from './change-feed.js';

const options = {
  changesDelayMs: 10,
  changesKeepAliveMs: 10_000,
  changesMaxReaders: 2_000,
  changesMaxUnsentBytes: 100,
  changesLogSize: 100,
};

/** A feed with readers in memory. */
class Scene {
  readonly clock = manualClock(0);
  readonly registry = new Registry(defaultRegistryOptions, this.clock, () => 0);
  readonly warnings: string[] = [];
  readonly feed = new ChangeFeed({
    registry: this.registry.reads,
    node: 'here',
    options,
    monotonicMs: this.clock,
    logger: {
      warn: (line: string) => void this.warnings.push(line),
      error: (text: string) => void this.warnings.push(text),
    },
  });

  change(status: 'UP' | 'DOWN' = 'UP'): void {
    this.registry.register(anInstance({ status }), 'client');
  }

  subscribe(onEvent: (event: string) => void = () => undefined) {
    const sink = {
      events: [] as string[],
      unsentBytes: 0,
      write(bytes: Buffer) {
        const event = /^event: (\w+)/.exec(bytes.toString())?.[1] ?? 'alive';
        sink.events.push(event);
        onEvent(event);
      },
      end: () => void sink.events.push('(end)'),
      destroy: () => void sink.events.push('(destroyed)'),
    };
    return { sink, reader: this.feed.subscribe('full', undefined, sink) };
  }

  /** Advances the clock and the timers. */
  async wait(ms: number): Promise<void> {
    this.clock.advance(ms);
    await jest.advanceTimersByTimeAsync(ms);
  }
}

async function turnsUntil(isSo: () => boolean): Promise<void> {
  for (let turns = 0; turns < 1_000 && !isSo(); turns++)
    await new Promise((resolve) => setImmediate(resolve));
  expect(isSo()).toBe(true);
}

describe('the change feed', () => {
  let scene: Scene;
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    scene = new Scene();
  });
  afterEach(() => {
    scene.feed.close();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('logs what fails while it writes, and writes the next change', async () => {
    const { sink } = scene.subscribe((event) => {
      if (event === 'delta' && scene.warnings.length === 0) throw new Error('cannot write');
    });
    scene.change();
    await scene.wait(50);
    expect(scene.warnings).toEqual(['Error: cannot write']);
    scene.change('DOWN');
    await scene.wait(50);
    expect(sink.events.filter((event) => event === 'delta')).toHaveLength(2);
  });

  it('has no timers without readers', async () => {
    scene.change();
    expect(jest.getTimerCount()).toBe(0);
    const { reader, sink } = scene.subscribe();
    scene.change('DOWN');
    expect(jest.getTimerCount()).toBe(2);
    scene.feed.unsubscribe(reader);
    expect(jest.getTimerCount()).toBe(0);
    await scene.wait(10_000);
    expect(sink.events).toEqual(['hello']);
  });

  it('lets a change wait 10 ms for others to share its event', async () => {
    const { sink } = scene.subscribe();
    scene.change();
    await scene.wait(9);
    scene.change('DOWN');
    expect(sink.events).toEqual(['hello']);
    await scene.wait(1);
    expect(sink.events).toEqual(['hello', 'delta']);
    await scene.wait(1_000);
    expect(sink.events).toEqual(['hello', 'delta']);
  });

  it('spends at most half of the time on flushing', async () => {
    const { sink } = scene.subscribe((event) => event === 'delta' && scene.clock.advance(100));
    scene.change();
    await scene.wait(10);
    scene.change('DOWN');
    await scene.wait(99);
    expect(sink.events).toEqual(['hello', 'delta']);
    await scene.wait(1);
    expect(sink.events).toEqual(['hello', 'delta', 'delta']);
  });

  it('yields to other work while it writes to many readers', async () => {
    const order: string[] = [];
    for (let count = 0; count < 1_200; count++) {
      scene.subscribe((event) => {
        if (event !== 'delta') return;
        if (order.length === 0) setImmediate(() => order.push('a heartbeat'));
        order.push('flushed');
      });
    }
    scene.change();
    await scene.wait(10);
    await turnsUntil(() => order.length >= 1_201);
    expect(order.indexOf('a heartbeat')).toBe(200);
  });

  it('flushes a change that happens during a flush afterwards, to all readers', async () => {
    const flushed: number[] = [];
    for (let count = 0; count < 600; count++) {
      scene.subscribe((event) => {
        if (event !== 'delta') return;
        if (flushed.length === 0) setImmediate(() => scene.change('DOWN'));
        flushed.push(count);
      });
    }
    scene.change();
    await scene.wait(10);
    await turnsUntil(() => flushed.length >= 600);
    await new Promise((resolve) => setImmediate(resolve));
    await scene.wait(10);
    await turnsUntil(() => flushed.length >= 1_200);
    expect(flushed).toEqual([...Array(600).keys(), ...Array(600).keys()]);
  });

  it('sends a resync if more changed than the log holds', async () => {
    const { sink } = scene.subscribe();
    for (let count = 0; count < 101; count++) scene.change();
    await scene.wait(10);
    expect(sink.events).toEqual(['hello', 'resync']);
  });

  it('keeps connections alive, except those with unsent bytes', async () => {
    const [quick, slow] = [scene.subscribe(), scene.subscribe()];
    slow.sink.unsentBytes = 1;
    await scene.wait(10_000);
    await scene.wait(10_000);
    expect([quick.sink.events, slow.sink.events]).toEqual([['hello', 'alive', 'alive'], ['hello']]);
  });

  it('disconnects a reader that has stalled for 30 s', async () => {
    const { sink } = scene.subscribe();
    sink.unsentBytes = 101;
    scene.change();
    await scene.wait(10);
    for (let count = 0; count < 2; count++) await scene.wait(10_000);
    expect([sink.events, scene.feed.size]).toEqual([['hello'], 1]);
    await scene.wait(10_000);
    expect([sink.events, scene.feed.size]).toEqual([['hello', '(destroyed)'], 0]);
  });

  it('notices without a drain event that everything was sent', async () => {
    const { sink } = scene.subscribe();
    sink.unsentBytes = 101;
    scene.change();
    await scene.wait(10);
    sink.unsentBytes = 0;
    await scene.wait(10_000);
    expect(sink.events.slice(0, 2)).toEqual(['hello', 'resync']);
  });

  it('logs once that it is full, and again when it fills up again', () => {
    const readers = Array.from({ length: 2_000 }, () => scene.subscribe().reader);
    expect([scene.feed.admits(), scene.feed.admits()]).toEqual([false, false]);
    expect(scene.warnings).toEqual(['change feed full (2000 readers): further clients have to poll']);
    readers.slice(0, 1).forEach((reader) => scene.feed.unsubscribe(reader));
    expect(scene.feed.admits()).toBe(true);
    scene.subscribe();
    expect([scene.feed.admits(), scene.warnings.length]).toEqual([false, 2]);
  });

  it('disconnects all readers when it closes, and admits no more', async () => {
    const { sink } = scene.subscribe();
    scene.change();
    scene.feed.close();
    await scene.wait(20_000);
    expect([sink.events, scene.feed.size, scene.feed.admits()]).toEqual([['hello', '(end)'], 0, false]);
  });
});
