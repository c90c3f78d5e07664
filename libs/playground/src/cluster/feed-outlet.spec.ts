import { anInstance } from '@eureka-nest/protocol/testing';
import { readPosition } from '@eureka-nest/protocol';
import { ChangeEvents, ChangeLog } from '@eureka-nest/server/simulation';
import { parseScenario } from '../scenario/parse-scenario.js';
import { KEEP_ALIVE_MS } from './feed-outlet.js';
import { SimCluster } from './sim-cluster.js';

/** A registry of the playground, and the real maker of events beside its outlet. */
function aFeed() {
  const sim = new SimCluster(parseScenario('registry eureka-7001\n0s start eureka-7001'), 'ours');
  const { queue } = sim.world;
  queue.runUntil(1_000);
  const [registry] = sim.registries;
  const { process, feed } = registry!;
  const { reads } = process!.registry;
  const log = new ChangeLog(1_000);
  reads.whenChanged((changed) => log.add(changed));
  const node = process!.headers.node!;
  const real = new ChangeEvents({ registry: reads, log, node, keepAliveMs: KEEP_ALIVE_MS });
  const register = (port: number) =>
    process!.service.register(anInstance({ port, instanceId: `payment-${port}` }), 'client');
  const received: string[] = [];
  const reader = { name: 'order-80', identity: undefined, isOver: false, closed: () => undefined };
  const subscribe = (since: string | undefined) =>
    feed!.subscribe({ ...reader, receive: (text) => void received.push(text) }, readPosition(since));
  return {
    feed: feed!,
    node,
    real,
    log,
    register,
    received,
    subscribe,
    runOn: () => queue.runUntil(queue.now + 1_000),
  };
}

describe('the feed of the playground sends what the real one sends', () => {
  it.each([
    ['to a reader without a position', () => undefined],
    ['to one that is up to date', (node: string) => `${node}.2`],
    ['to one that missed a change', (node: string) => `${node}.1`],
    ['to one of another process', () => 'another.1'],
  ])('%s', (_, sinceOf) => {
    const { real, register, subscribe, received, runOn, node, feed } = aFeed();
    register(8001);
    register(8002);
    const since = sinceOf(node);
    expect(readPosition(since) === undefined).toBe(since === undefined);
    subscribe(since);
    runOn();
    expect(received.join('')).toBe(real.greeting('full', readPosition(since)).toString());
    expect(feed.position).toBe(real.position);
  });

  it('after a change', () => {
    const { real, log, register, subscribe, received, runOn } = aFeed();
    register(8001);
    subscribe(undefined);
    runOn();
    received.length = 0;
    register(8003);
    register(8002);
    runOn();
    expect(received).toEqual([real.delta(log.since(1)!, 'full').toString()]);
  });
});
