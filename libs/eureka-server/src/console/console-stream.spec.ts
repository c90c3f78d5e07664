import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions } from '../core/registry/registry-options.js';
import { Registry } from '../core/registry/registry.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { RegistryService } from '../service/registry.service.js';
import { ActivityLog } from './activity-log.js';
import { ConsoleStream } from './console-stream.js';

const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] }));
afterEach(() => jest.useRealTimers());

it('makes no snapshot for a reader that left before it could join again', async () => {
  const clock = manualClock();
  const registry = new Registry(defaultRegistryOptions, clock, () => 0);
  const logger = { log: jest.fn(), warn: jest.fn(), error: jest.fn(), debug: jest.fn() };
  const service = new RegistryService(registry, { clock, logger });
  const activity = new ActivityLog(clock);
  const stream = new ConsoleStream({
    ...{ service, activity, logger, peers: { all: [] } },
    options: new EurekaServerOptions({}),
  });
  const walks = jest.spyOn(registry.reads, 'entries');
  const sink = { unsentBytes: 0, write: jest.fn(), end: jest.fn(), destroy: jest.fn() };
  const reader = stream.open(sink, () => Buffer.from('hello'));
  await turns();
  // It stalls at the next event, and leaves as soon as all was sent.
  sink.unsentBytes = 9e9;
  activity.server({ state: 'started' });
  jest.advanceTimersByTime(100);
  await turns();
  sink.unsentBytes = 0;
  reader.drained();
  reader.closed();
  walks.mockClear();
  await turns();
  expect(walks).not.toHaveBeenCalled();
});
