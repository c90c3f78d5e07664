import { idOf, type InstanceInfo, type Position } from '@eureka-nest/protocol';
import { manualClock } from '@eureka-nest/runtime/testing';
import fc from 'fast-check';
import { instancesOf } from '../../src/core/registry-snapshot.js';
import type { RegistryRequest } from '../../src/core/registry-requests.js';
import { FeedReader } from '../../src/discovery/feed-reader.js';
import { PollingSource } from '../../src/discovery/polling-source.js';
import { RegistryCache } from '../../src/discovery/registry-cache.js';
import { Events } from '../../src/events/client-events.js';
import type { RegistryFailover } from '../../src/transport/registry-failover.js';
import { RecordingLogger } from '../builders/recording-logger.js';
import { SimulatedRegistry } from '../builders/simulated-registry.js';

const id = fc.constantFrom('one', 'two', 'three');
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('connect' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('poll' as const) }) },
  // A request arrives, or its response does.
  { weight: 6, arbitrary: fc.record({ do: fc.constant('network' as const) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('event' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('future event' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('future response' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const shown = (instances: Iterable<InstanceInfo>) =>
  [...instances].map((each) => `${idOf(each)} v${each.lastDirtyTimestamp}`).sort();

/** Client on a simulated network: its real cache, poller and reader of the feed. */
class Following {
  readonly registry = new SimulatedRegistry();
  private readonly log = new RecordingLogger();
  private readonly clock = manualClock();
  private readonly cache: RegistryCache;
  private readonly poller: PollingSource;
  private reader: FeedReader | undefined;
  private request: { arrive?: () => void; respond?: () => void } = {};
  private responseIsWrong = false;

  constructor() {
    const events = new Events(this.log);
    this.cache = new RegistryCache({ onlyUp: true, staleAfterMs: 1 }, this.clock, this.log, events);
    const failover = {
      send: <T>(request: RegistryRequest<T>) => this.send(request),
      sendElsewhere: async () => undefined,
    } as unknown as RegistryFailover;
    const loop = { intervalMs: 3_600_000, backOff: () => 1, demandGapMs: 0 };
    const options = { ...loop, disableDelta: false, detail: 'full' } as const;
    this.poller = new PollingSource(failover, this.cache, options, this.clock, this.log);
  }

  async perform(each: Step): Promise<void> {
    if (each.do === 'put') this.registry.put(each.id);
    if (each.do === 'remove') this.registry.remove(each.id);
    if (each.do === 'restart') this.registry.restart();
    if (each.do === 'connect') this.connect();
    if (each.do === 'poll') void this.poller.refresh();
    if (each.do === 'network') (this.request.arrive ?? this.request.respond)?.();
    if (each.do === 'event') this.readEvent();
    if (each.do === 'future event') this.registry.sendFutureEvent();
    if (each.do === 'future response') this.responseIsWrong = true;
    // Promises of the poller settle.
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
  }

  /** Delivers everything, connects, and polls once more, as the interval does. */
  async becomeQuiet(): Promise<void> {
    // A registry that goes on to err about its position is corrected by the next poll only.
    this.responseIsWrong = false;
    const deliverAll = async () => {
      while (this.registry.feed?.length || this.request.arrive || this.request.respond) {
        await this.perform({ do: 'event' });
        await this.perform({ do: 'network' });
      }
    };
    await deliverAll();
    this.connect();
    await deliverAll();
    // Lost instances are retained for as long.
    this.clock.advance(30_000);
    await this.perform({ do: 'poll' });
    await deliverAll();
  }

  expectEqual(): void {
    expect(shown(instancesOf(this.cache.snapshot))).toEqual(shown(this.registry.instances.values()));
  }

  /** A connection breaks if its registry restarts. */
  private connect(): void {
    if (this.registry.feed) return;
    const { position: since } = this.cache;
    this.registry.connect(since);
    const fetch = () => void this.poller.refresh();
    const { cache: sink, clock } = this;
    this.reader = new FeedReader('it', { sink, maxEventBytes: 100_000, since, fetch, clock });
  }

  private readEvent(): void {
    const event = this.registry.feed?.shift();
    if (event === undefined) return;
    try {
      this.reader?.push(event);
    } catch {
      // Unusable: the client polls, and connects again.
      this.registry.feed = undefined;
      void this.poller.refresh();
    }
  }

  /** The registry answers at one step, and the answer arrives at a later one. */
  private send<T>(request: RegistryRequest<T>): Promise<{ value: T; from: string }> {
    return new Promise((resolve, reject) => {
      this.request.arrive = () => {
        const isDelta = request.path.endsWith('delta');
        const body = JSON.stringify(this.registry.document(isDelta ? 'delta' : 'whole'));
        const position = this.claimedPosition();
        this.request = {
          respond: () => {
            this.request = {};
            try {
              resolve({ value: request.read({ status: 200, body, position }), from: 'it' });
            } catch (error) {
              reject(error as Error);
            }
          },
        };
      };
    });
  }

  private claimedPosition(): Position {
    const { position } = this.registry;
    const isWrong = this.responseIsWrong;
    this.responseIsWrong = false;
    return isWrong ? { ...position, number: position.number + 500 } : position;
  }
}

describe('a client that follows a registry which changes, restarts empty and errs about its position', () => {
  it('has the copy of the registry after any history, once it is quiet, and for good', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const following = new Following();
        for (const each of steps) await following.perform(each);
        await following.becomeQuiet();
        following.expectEqual();
        // Later changes arrive too, by the feed alone.
        await following.perform({ do: 'put', id: 'late' as 'one' });
        await following.perform({ do: 'event' });
        for (let turn = 0; turn < 4; turn++) await following.perform({ do: 'network' });
        following.expectEqual();
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
