import { anInstance } from '@eureka-nest/protocol/testing';
import { Registry } from '../core/registry/registry.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { startTimers } from './eureka-server.timers.js';
import { RegistryService } from '../service/registry.service.js';

describe('the timers of a server', () => {
  const options = new EurekaServerOptions({ enableSelfPreservation: false, evictionIntervalMs: 2000 });
  let registry: Registry;
  let stopTimers: () => void;

  beforeEach(() => {
    jest.useFakeTimers();
    registry = new Registry(options, Date.now, () => 0);
    const quiet = { log: jest.fn(), warn: jest.fn(), error: jest.fn(), debug: jest.fn() };
    const service = new RegistryService(registry, { clock: Date.now, logger: quiet });
    stopTimers = startTimers(options, service, quiet);
  });
  afterEach(() => {
    stopTimers();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('evict instances whose lease expired', async () => {
    registry.register(anInstance({ leaseSecs: 3 }), 'client');
    await jest.advanceTimersByTimeAsync(2000);
    expect(registry.reads.size).toBe(1);
    await jest.advanceTimersByTimeAsync(2000);
    expect(registry.reads.size).toBe(0);
  });

  it('close the count of heartbeats every minute', async () => {
    registry.register(anInstance(), 'client');
    registry.heartbeat('CLOUD-PAYMENT-SERVICE', 'payment8001', { from: 'client' });
    expect(registry.reads.selfPreservation.renewsLastMinute).toBe(0);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(registry.reads.selfPreservation.renewsLastMinute).toBe(1);
  });

  it('drop changes from the delta after three and a half minutes at the latest', async () => {
    registry.register(anInstance({ leaseSecs: 1000 }), 'client');
    await jest.advanceTimersByTimeAsync(179_000);
    expect(registry.reads.delta().applications).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(31_000);
    expect(registry.reads.delta().applications).toHaveLength(0);
  });

  it('recount the expected clients every quarter of an hour', async () => {
    registry.openForTraffic(0);
    for (let port = 1; port <= 10; port++)
      registry.register(anInstance({ port, leaseSecs: 10_000 }), 'client');
    expect(registry.reads.selfPreservation.expectedClients).toBe(11);
    await jest.advanceTimersByTimeAsync(900_000);
    expect(registry.reads.selfPreservation.expectedClients).toBe(10);
  });
});
