import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { ReplicaMerge } from '../core/anti-entropy/replica-merge.js';
import { Registry } from '../core/registry/registry.js';
import { defaultRegistryOptions } from '../core/registry/registry-options.js';
import type { Seen } from './disconnect-verdict.js';
import { LivenessWatch } from './liveness-watch.js';

const web = (number: number, more: Partial<InstanceInfo> = {}) =>
  anInstance({ app: 'SHOP', instanceId: `web-${number}`, ipAddr: `10.0.0.${number}`, ...more });
const nameOf = (number: number) => ({ app: 'SHOP', id: `web-${number}` });

/** A registry and its watch in a network of tables: time moves where somebody waits. */
class Scene {
  readonly clock = manualClock();
  readonly registry = new Registry(defaultRegistryOptions, this.clock, () => 0);
  /** What a look at a host brings; who is not here is up. */
  readonly hosts = new Map<string, Seen>();
  readonly looks: string[] = [];
  readonly takenOut: string[] = [];
  readonly takenAt: number[] = [];
  /** What happens while somebody waits. */
  meanwhile: () => void = () => undefined;
  readonly watch = new LivenessWatch({
    registry: this.registry.reads,
    renewalPercentThreshold: 0.85,
    clock: this.clock,
    takeOut: (app, id, why) => {
      this.registry.cancel(app, id);
      this.takenOut.push(`${app}/${id}: ${why}`);
      this.takenAt.push(this.clock());
    },
    reach: async (host, port) => {
      this.looks.push(`${host}:${port}`);
      return this.hosts.get(host) ?? 'accepted';
    },
    pause: async (ms) => {
      this.clock.advance(ms);
      this.meanwhile();
    },
  });

  register(...instances: readonly InstanceInfo[]): void {
    for (const instance of instances) this.registry.register(instance, 'client');
  }

  /** Ten more, so that one or two may be taken out. */
  crowd(): void {
    this.register(...Array.from({ length: 10 }, (_, index) => web(100 + index)));
  }

  async connected(number: number): Promise<void> {
    this.watch.opened(nameOf(number));
    await settled();
  }

  async breaks(number: number): Promise<void> {
    this.clock.advance(1);
    this.watch.closed(nameOf(number));
    await settled();
  }
}

/** All that is to happen without waiting has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the presence of instances', () => {
  let scene: Scene;
  beforeEach(() => {
    scene = new Scene();
    scene.crowd();
    scene.register(web(1));
  });

  it('ends for one whose connection broke and whose port refuses twice', async () => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    await scene.breaks(1);
    expect(scene.takenOut).toEqual(['SHOP/web-1: no connection any more, and port 8001 refused twice']);
    expect(scene.looks).toEqual(['10.0.0.1:8001', '10.0.0.1:8001', '10.0.0.1:8001']);
  });

  it.each([
    ['silent', 2],
    ['accepted', 3],
  ] as const)('goes on where the port is %s, after %i looks in all', async (seen, looks) => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', seen);
    await scene.breaks(1);
    expect([scene.takenOut, scene.looks.length]).toEqual([[], looks]);
  });

  it('ends also where the port was the last that a killed process lost', async () => {
    await scene.connected(1);
    scene.meanwhile = () => scene.hosts.set('10.0.0.1', 'refused');
    await scene.breaks(1);
    expect(scene.takenOut).toHaveLength(1);
  });

  it('goes on where the port is open at the second look', async () => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    scene.meanwhile = () => scene.hosts.delete('10.0.0.1');
    await scene.breaks(1);
    expect([scene.takenOut, scene.looks.length]).toEqual([[], 3]);
  });

  it('goes on where the port could not be reached from here at the beginning: its refusal means nothing', async () => {
    scene.hosts.set('10.0.0.1', 'refused');
    await scene.connected(1);
    await scene.breaks(1);
    expect([scene.takenOut, scene.looks]).toEqual([[], ['10.0.0.1:8001']]);
  });

  it('is believed from the change on after which the port could be reached', async () => {
    scene.hosts.set('10.0.0.1', 'refused');
    await scene.connected(1);
    scene.hosts.delete('10.0.0.1');
    scene.register(web(1, { lastDirtyTimestamp: 2_000_000_000_000 }));
    await settled();
    scene.hosts.set('10.0.0.1', 'refused');
    await scene.breaks(1);
    expect(scene.takenOut).toHaveLength(1);
  });

  it('is looked for also where an instance connects before it registers', async () => {
    await scene.connected(2);
    expect(scene.looks).toEqual([]);
    scene.register(web(2));
    await settled();
    scene.hosts.set('10.0.0.2', 'refused');
    await scene.breaks(2);
    expect(scene.takenOut).toHaveLength(1);
  });

  it('goes on where the instance left by itself, and nobody looks', async () => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    scene.registry.cancel('SHOP', 'web-1');
    await scene.breaks(1);
    expect([scene.takenOut, scene.looks.length]).toEqual([[], 1]);
  });

  it('goes on with another connection of the instance, and ends with the last', async () => {
    await scene.connected(1);
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    await scene.breaks(1);
    expect([scene.takenOut, scene.looks.length]).toEqual([[], 1]);
    await scene.breaks(1);
    expect(scene.takenOut).toHaveLength(1);
  });

  it.each([
    ['connects again', (each: Scene) => each.watch.opened(nameOf(1))],
    ['sends a heartbeat', (each: Scene) => each.registry.heartbeat('SHOP', 'web-1', { from: 'client' })],
    ['registers again', (each: Scene) => each.register(web(1))],
    ['registers at a peer', (each: Scene) => new ReplicaMerge(each.registry).register(web(1), each.clock())],
    ['registers from elsewhere', (each: Scene) => each.register(web(1, { ipAddr: '10.9.9.9' }))],
  ])('goes on where the instance %s between the two looks', async (_what, meanwhile) => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    scene.meanwhile = () => meanwhile(scene);
    await scene.breaks(1);
    expect(scene.takenOut).toEqual([]);
  });

  it('ends for no more than a sweep may evict within a minute; for the others when that is over', async () => {
    scene.register(web(2), web(3), web(4));
    for (const number of [1, 2, 3, 4]) await scene.connected(number);
    for (const number of [1, 2, 3, 4]) scene.hosts.set(`10.0.0.${number}`, 'refused');
    scene.clock.advance(1);
    for (const number of [1, 2, 3, 4]) scene.watch.closed(nameOf(number));
    for (let round = 0; round < 20; round++) await settled();
    const [first = NaN, ...others] = scene.takenAt;
    // Of 14 instances: 14 - floor(14 * 0.85) = 3.
    expect(others.map((at) => at - first < 60_000)).toEqual([true, true, false]);
    expect(scene.takenOut).toHaveLength(4);
    // Once each at the beginning, twice each after the break, and twice more for the one that had to wait.
    expect(scene.looks).toHaveLength(4 + 8 + 2);
  });

  it('says nothing any more once this server stops', async () => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    scene.watch.stop();
    await scene.breaks(1);
    expect([scene.takenOut, scene.looks.length]).toEqual([[], 1]);
  });

  it('is given up where this server stops between the two looks', async () => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    scene.meanwhile = () => scene.watch.stop();
    await scene.breaks(1);
    expect([scene.takenOut, scene.looks.length]).toEqual([[], 2]);
  });
});
