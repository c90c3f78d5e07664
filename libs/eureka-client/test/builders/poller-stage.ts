import { appsHashCode, encodeApplicationsDocument, type InstanceInfo } from '@eureka-nest/protocol';
import { manualClock } from '@eureka-nest/runtime/testing';
import { type PollingOptions, PollingSource } from '../../src/discovery/polling-source.js';
import { RegistryCache } from '../../src/discovery/registry-cache.js';
import { Events } from '../../src/events/client-events.js';
import { failoverTo } from './failover-to.js';
import { RecordingLogger } from './recording-logger.js';

/** Poller whose clocks a spec moves, with its cache and log. */
export class PollerStage {
  readonly log = new RecordingLogger();
  readonly clock = manualClock();
  readonly events = new Events(this.log);
  readonly cache = new RegistryCache(
    { onlyUp: true, staleAfterMs: 90_000 },
    this.clock,
    this.log,
    this.events,
  );
  readonly source: PollingSource;

  constructor(urls: readonly string[], given: Partial<PollingOptions> = {}) {
    const failover = failoverTo(urls, this.log, { maxBytes: 10_000_000 }, this.clock);
    const loop = { intervalMs: 30_000, backOff: () => 1, demandGapMs: 0 };
    const options = {
      ...loop,
      disableDelta: false,
      detail: 'full',
      monotonicMs: this.clock,
      ...given,
    } as const;
    this.source = new PollingSource(failover, this.cache, options, this.clock, this.log);
  }

  get ports(): readonly number[] {
    return this.cache.view.instances('cloud-payment-service').map(({ port }) => port);
  }
}

/** Body of `apps` with these instances, and a hash code that is theirs unless another is given. */
export const appsBody = (instances: readonly InstanceInfo[], hashCode = appsHashCode(instances)): string =>
  JSON.stringify(
    encodeApplicationsDocument({
      version: '1',
      hashCode,
      applications: instances.length === 0 ? [] : [{ name: instances[0]?.app ?? '', instances }],
    }),
  );
