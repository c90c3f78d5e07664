import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { Registry } from '../core/registry/registry.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { RegistryService } from '../service/registry.service.js';
import { ActivityLog } from './activity-log.js';
import { ConsoleStream } from './console-stream.js';

/** A network that takes everything, or holds it back. */
class FakeSink {
  text = '';
  readonly written: Buffer[] = [];
  unsentBytes = 0;
  isStuck = false;
  write(bytes: Buffer): void {
    this.written.push(bytes);
    if (this.isStuck) this.unsentBytes += bytes.length;
    else this.text += bytes.toString();
  }
  end = (): void => undefined;
  destroy = (): void => undefined;
}

const silent = {
  log: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};
const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

function aStream() {
  const clock = manualClock();
  const options = new EurekaServerOptions();
  const registry = new Registry(options, clock, () => 0);
  const activity = new ActivityLog(clock);
  const service = new RegistryService(registry, { clock, logger: silent, observer: activity });
  const parts = { service, peers: { all: [] }, activity, options, logger: silent };
  const stream = new ConsoleStream({ ...parts, monotonicMs: () => 0 });
  const open = (sink: FakeSink) => stream.open(sink, () => Buffer.from('hello\n\n'));
  return { service, open };
}

describe('the stream of the console', () => {
  it('encodes a snapshot and each change once, however many read', async () => {
    const { service, open } = aStream();
    for (let number = 0; number < 600; number++)
      service.register(anInstance({ instanceId: `i-${number}` }), 'client');
    const sinks = Array.from({ length: 50 }, () => new FakeSink());
    const encoded = jest.spyOn(JSON, 'stringify');
    const readers = sinks.map(open);
    await turns();
    const partsOf = ({ written }: FakeSink) =>
      written.filter((bytes) => bytes.subarray(0, 16).toString() === 'event: instances');
    const parts = partsOf(sinks[0]!);
    expect(parts).toHaveLength(3);
    for (const sink of sinks) for (const [at, part] of partsOf(sink).entries()) expect(part).toBe(parts[at]);

    for (const sink of sinks) sink.written.length = 0;
    encoded.mockClear();
    service.register(anInstance({ instanceId: 'new-1' }), 'client');
    await new Promise((resolve) => setTimeout(resolve, 80));
    const [first] = sinks;
    // The activity and the change; a state or heartbeats may have come between.
    const changes = first!.written.filter((bytes) => bytes.includes('new-1'));
    expect(changes).toHaveLength(2);
    for (const { written } of sinks)
      expect(changes.every((bytes) => written.some((each) => each === bytes))).toBe(true);
    expect(encoded.mock.calls.length).toBeLessThan(6);
    encoded.mockRestore();
    readers.forEach(({ closed }) => closed());
  });

  it('shares no snapshot that nobody kept current', async () => {
    const { service, open } = aStream();
    const first = new FakeSink();
    const leaving = open(first);
    await turns();
    // It stalls, then catches up and leaves within the same turn.
    first.isStuck = true;
    first.unsentBytes = 2 ** 21;
    service.register(anInstance({ instanceId: 'dropped' }), 'client');
    await new Promise((resolve) => setTimeout(resolve, 80));
    first.unsentBytes = 0;
    leaving.drained();
    leaving.closed();
    await turns();

    service.register(anInstance({ instanceId: 'new-1' }), 'client');
    const second = new FakeSink();
    const { closed } = open(second);
    await turns();
    closed();
    expect(second.text).toContain('"id":"new-1"');
  });
});
