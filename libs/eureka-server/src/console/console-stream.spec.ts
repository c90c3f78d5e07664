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
  unsentBytes = 0;
  isStuck = false;
  write(bytes: Buffer): void {
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

describe('the stream of the console', () => {
  it('shares no snapshot that nobody kept current', async () => {
    const clock = manualClock();
    const options = new EurekaServerOptions();
    const registry = new Registry(options, clock, () => 0);
    const activity = new ActivityLog(clock);
    const service = new RegistryService(registry, { clock, logger: silent, observer: activity });
    const parts = { service, peers: { all: [] }, activity, options, logger: silent };
    const stream = new ConsoleStream({ ...parts, monotonicMs: () => 0 });
    const open = (sink: FakeSink) => stream.open(sink, () => Buffer.from('hello\n\n'));

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
