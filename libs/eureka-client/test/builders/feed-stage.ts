import {
  appsHashCode,
  encodeApplicationsDocument,
  type InstanceInfo,
  readPosition,
} from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { Events } from '../../src/events/client-events.js';
import { type FeedOptions, FeedSource } from '../../src/discovery/feed-source.js';
import { RegistryCache } from '../../src/discovery/registry-cache.js';
import type { RegistryFailover } from '../../src/transport/registry-failover.js';
import { FeedRegistry } from './feed-registry.js';
import { RecordingLogger } from './recording-logger.js';
import { failoverTo } from './failover-to.js';

export const [one, two] = [anInstance({ port: 8001 }), anInstance({ port: 8002 })];

/** Client that reads a change feed, with a poller that fetches `listed`. */
export class FeedStage {
  readonly log = new RecordingLogger();
  readonly clock = manualClock();
  readonly cache = new RegistryCache(
    { onlyUp: true, staleAfterMs: 90_000 },
    this.clock,
    this.log,
    new Events(this.log),
  );
  readonly sink = this.cache;
  /** Instances of the registry, at `position`. */
  listed: InstanceInfo[] = [one];
  position = 'a.1';
  /** This process, while it is registered. */
  identity: string | undefined;
  /** Effect of a fetch. */
  onRefresh = async (): Promise<void> => this.fetchAll();
  readonly poller = {
    started: 0,
    refreshed: 0,
    stopped: 0,
    start: (): void => void (this.poller.started += 1),
    refresh: (): Promise<void> => {
      this.poller.refreshed += 1;
      return this.onRefresh();
    },
    stop: async (): Promise<void> => void (this.poller.stopped += 1),
  };
  private running: { feed: FeedSource; failover: RegistryFailover } | undefined;

  private constructor(readonly registry: FeedRegistry) {}

  static async create(): Promise<FeedStage> {
    return new FeedStage(await FeedRegistry.start());
  }

  /** Starts to read the feed. */
  start(given: Partial<FeedOptions> = {}, urls: readonly string[] = [this.registry.url]) {
    const { log, clock, sink, poller } = this;
    const failover = failoverTo(urls, log);
    const options = {
      detail: 'full',
      maxEventBytes: 10_000,
      backOff: () => 1,
      spreadMs: 0,
      helloMs: 5_000,
      askAgainMs: 3_600_000,
      ...given,
    } as const;
    const feed = new FeedSource({
      failover,
      sink,
      poller,
      options,
      identity: () => this.identity,
      clock,
      monotonic: clock,
      random: () => 0,
      logger: log,
    });
    feed.start();
    return (this.running = { feed, failover });
  }

  /** Starts with a full cache and a `hello` event. */
  async startInStep(given: Partial<FeedOptions> = {}): Promise<void> {
    this.start(given);
    this.fetchAll();
    await this.registry.receives(1);
    this.hello();
  }

  async end(): Promise<void> {
    await this.running?.feed.stop();
    await this.registry.close();
  }

  /** Fetches the full registry, as the poller does. */
  fetchAll(): void {
    const at = readPosition(this.position);
    const applications = this.listed.map((instance) => ({ name: instance.app, instances: [instance] }));
    const hashCode = appsHashCode(this.listed);
    this.sink.replace({ version: '1', hashCode, applications, ...(at && { position: at }) }, 'r');
  }

  hello(at = this.position): void {
    this.registry.sendEvent('hello', { position: at, keepAliveMs: 10_000 }, at);
  }

  delta(changed: readonly InstanceInfo[], id: string, hashCode = appsHashCode(this.listed)): void {
    const applications = changed.map((instance) => ({ name: instance.app, instances: [instance] }));
    this.registry.sendEvent(
      'delta',
      encodeApplicationsDocument({ version: '1', hashCode, applications }),
      id,
    );
  }

  keepAlive(): void {
    this.registry.sendRaw(':\n\n');
  }

  get ports(): readonly number[] {
    return this.cache.view.instances('cloud-payment-service').map(({ port }) => port);
  }
}

export async function eventually(holds: () => boolean): Promise<void> {
  for (let turns = 0; turns < 20_000 && !holds(); turns++) await new Promise(setImmediate);
  if (!holds()) throw new Error(`never true: ${holds.toString()}`);
}

/** Waits long enough for anything that would happen at once. */
export async function quiet(): Promise<string> {
  for (let turn = 0; turn < 500; turn++) await new Promise(setImmediate);
  return 'quiet';
}
