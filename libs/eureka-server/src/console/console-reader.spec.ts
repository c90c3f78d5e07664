import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions } from '../core/registry/registry-options.js';
import { Registry } from '../core/registry/registry.js';
import { ConsoleReader } from './console-reader.js';
import { consoleKey, instanceView } from './instance-view.js';
import { type ChangedKeys, Snapshot } from './snapshot.js';

/** A network that takes so many bytes until it is drained. */
class FakeSink {
  readonly written: string[] = [];
  unsentBytes = 0;
  isDestroyed = false;
  isEnded = false;
  isStuck = false;
  write(bytes: Buffer): void {
    this.written.push(bytes.toString().split('\n')[0] ?? '');
    if (this.isStuck) this.unsentBytes += bytes.length;
  }
  end(): void {
    this.isEnded = true;
  }
  destroy(): void {
    this.isDestroyed = true;
  }
}

const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

describe('a reader of the console', () => {
  const clock = manualClock();
  let now: number;
  let sink: FakeSink;
  let reader: ConsoleReader;
  let registry: Registry;
  let asked: string[];

  beforeEach(() => {
    now = 0;
    asked = [];
    sink = new FakeSink();
    reader = new ConsoleReader(sink, () => now);
    registry = new Registry(defaultRegistryOptions, clock, () => 0);
    for (let index = 0; index < 600; index++) {
      registry.register(anInstance({ instanceId: `web-${index}` }), 'client');
    }
  });

  const snapshot = () =>
    new Snapshot(registry.reads.entries(), (entry) => instanceView(entry, undefined), now);
  const join = (from = snapshot()) =>
    reader.join({
      greeting: Buffer.from('greeting'),
      snapshot: from,
      changesOf: (changed: ChangedKeys) => {
        asked.push(...changed.keys());
        return Buffer.from('changes');
      },
      farewell: () => Buffer.from('farewell'),
    });
  const change = (name: string) => reader.changed(consoleKey('SHOP', name), { app: 'SHOP', id: name });

  it('gets each part in a turn of its own, then what changed meanwhile, then live events', async () => {
    const joined = join();
    expect(sink.written).toEqual(['greeting', 'event: instances']);
    change('one');
    change('one');
    reader.send(Buffer.from('live, and in the snapshot'));
    await joined;
    reader.send(Buffer.from('live'));
    expect(sink.written.filter((each) => each === 'event: instances')).toHaveLength(3);
    expect(sink.written.slice(4)).toEqual(['changes', 'farewell', 'live']);
    expect(asked).toEqual(['SHOP/one']);
  });

  it('gets what changed since a snapshot that it shares', async () => {
    const shared = snapshot();
    shared.changed.set('SHOP/early', { app: 'SHOP', id: 'early' });
    await join(shared);
    expect(asked).toEqual(['SHOP/early']);
  });

  it('waits for a slow network between two parts, and is dropped if that takes too long', async () => {
    sink.isStuck = true;
    sink.unsentBytes = 2_000_000;
    const joined = join();
    await turns();
    expect(sink.written).toEqual(['greeting', 'event: instances']);
    now = 29_999;
    expect(reader.disconnectIfStalled()).toBe(false);
    now = 30_000;
    expect([reader.disconnectIfStalled(), sink.isDestroyed]).toEqual([true, true]);
    reader.closed();
    await joined;
    expect(sink.written).toHaveLength(2);
  });

  it('goes on when the network has taken everything', async () => {
    sink.isStuck = true;
    sink.unsentBytes = 2_000_000;
    const joined = join();
    await turns();
    sink.unsentBytes = 0;
    sink.isStuck = false;
    reader.drained(() => Buffer.from('again'));
    await joined;
    expect(sink.written.at(-1)).toBe('farewell');
  });

  it('is sent nothing while it is slow, and joins again afterwards', async () => {
    await join();
    sink.unsentBytes = 2_000_000;
    reader.send(Buffer.from('dropped'));
    sink.unsentBytes = 0;
    reader.send(Buffer.from('dropped too'));
    reader.drained(() => Buffer.from('again'));
    expect(sink.written.slice(-2)).toEqual(['farewell', 'again']);
  });

  it('ends', () => {
    reader.end();
    expect(sink.isEnded).toBe(true);
  });
});
