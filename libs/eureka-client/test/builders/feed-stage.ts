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
import { OrderedSink } from '../../src/discovery/position-guard.js';
import { LocalCopy } from '../../src/discovery/registry-cache.js';
import type { Registries } from '../../src/transport/registry-failover.js';
import { FeedRegistry } from './feed-registry.js';
import { LogBook } from './log-book.js';
import { registriesAt } from './registries-at.js';

export const [one, two] = [anInstance({ port: 8001 }), anInstance({ port: 8002 })];

/** A client that follows a registry, and a poller that brings what is listed. */
export class FeedStage {
  readonly log = new LogBook();
  readonly clock = manualClock();
  readonly copy = new LocalCopy(
    { onlyUp: true, staleAfterMs: 90_000 },
    this.clock,
    this.log,
    new Events(this.log),
  );
  readonly sink = new OrderedSink(this.copy);
  /** What the registry has, and its position. */
  listed: InstanceInfo[] = [one];
  position = 'a.1';
  /** This process, while it is registered. */
  own: string | undefined;
  /** What a fetch does. */
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
  private following: { feed: FeedSource; registries: Registries } | undefined;

  private constructor(readonly registry: FeedRegistry) {}

  static async set(): Promise<FeedStage> {
    return new FeedStage(await FeedRegistry.start());
  }

  /** Begins to follow. */
  follow(given: Partial<FeedOptions> = {}, urls: readonly string[] = [this.registry.url]) {
    const { log, clock, sink, poller } = this;
    const registries = registriesAt(urls, log);
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
      registries,
      sink,
      poller,
      options,
      own: () => this.own,
      clock,
      random: () => 0,
      logger: log,
    });
    feed.start();
    return (this.following = { feed, registries });
  }

  /** Follows, has the whole copy, and was greeted. */
  async inStep(given: Partial<FeedOptions> = {}): Promise<void> {
    this.follow(given);
    this.fetchAll();
    await this.registry.isAsked(1);
    this.hello();
  }

  async end(): Promise<void> {
    await this.following?.feed.stop();
    await this.registry.close();
  }

  /** As the poller does: everything, as of now. */
  fetchAll(): void {
    const at = readPosition(this.position);
    const applications = this.listed.map((instance) => ({ name: instance.app, instances: [instance] }));
    const hashCode = appsHashCode(this.listed);
    this.sink.whole({ version: '1', hashCode, applications, ...(at && { position: at }) }, 'r');
  }

  hello(at = this.position): void {
    this.registry.tell('hello', { position: at, keepAliveMs: 10_000 }, at);
  }

  delta(changed: readonly InstanceInfo[], id: string, hashCode = appsHashCode(this.listed)): void {
    const applications = changed.map((instance) => ({ name: instance.app, instances: [instance] }));
    this.registry.tell('delta', encodeApplicationsDocument({ version: '1', hashCode, applications }), id);
  }

  keepAlive(): void {
    this.registry.say(':\n\n');
  }

  get ports(): readonly number[] {
    return this.copy.view.instances('cloud-payment-service').map(({ port }) => port);
  }
}

export async function eventually(look: () => boolean): Promise<void> {
  for (let turns = 0; turns < 20_000 && !look(); turns++) await new Promise(setImmediate);
  if (!look()) throw new Error(`it never came to ${look.toString()}`);
}

/** Long enough for whatever would follow at once. */
export async function quiet(): Promise<string> {
  for (let turn = 0; turn < 500; turn++) await new Promise(setImmediate);
  return 'quiet';
}
