import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { ReplicaMerge } from '../core/anti-entropy/replica-merge.js';
import { Registry } from '../core/registry/registry.js';
import { defaultRegistryOptions } from '../core/registry/registry-options.js';
import type { ProbeResult } from './disconnect-verdict.js';
import { LivenessWatch } from './liveness-watch.js';

const web = (number: number, more: Partial<InstanceInfo> = {}) =>
  anInstance({ app: 'SHOP', instanceId: `web-${number}`, ipAddr: `10.0.0.${number}`, ...more });
const pathOf = (number: number) => ({ app: 'SHOP', id: `web-${number}` });

/** Registry and watch with scripted probes; the clock advances with each pause. */
class Scene {
  readonly clock = manualClock();
  readonly registry = new Registry(defaultRegistryOptions, this.clock, () => 0);
  /** Result of a probe by host; default: accepted. */
  readonly hosts = new Map<string, ProbeResult>();
  readonly probes: string[] = [];
  readonly removed: string[] = [];
  readonly removedAt: number[] = [];
  /** Runs during each pause. */
  meanwhile: () => void = () => undefined;
  readonly watch = new LivenessWatch({
    registry: this.registry.reads,
    renewalPercentThreshold: 0.85,
    clock: this.clock,
    removeDead: (app, id, why) => {
      this.registry.cancel(app, id);
      this.removed.push(`${app}/${id}: ${why}`);
      this.removedAt.push(this.clock());
    },
    probe: async (host, port) => {
      this.probes.push(`${host}:${port}`);
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

  /** Adds ten instances, so that the budget allows a removal or two. */
  addOthers(): void {
    this.register(...Array.from({ length: 10 }, (_, index) => web(100 + index)));
  }

  async connected(number: number): Promise<void> {
    this.watch.opened(pathOf(number));
    await settled();
  }

  async disconnects(number: number): Promise<void> {
    this.clock.advance(1);
    this.watch.closed(pathOf(number));
    await settled();
  }
}

/** Lets everything happen that needs no timer. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the liveness of an instance', () => {
  let scene: Scene;
  beforeEach(() => {
    scene = new Scene();
    scene.addOthers();
    scene.register(web(1));
  });

  it('ends when its connection breaks and its port refuses twice', async () => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    await scene.disconnects(1);
    expect(scene.removed).toEqual(['SHOP/web-1: feed connection lost, port 8001 refused twice']);
    expect(scene.probes).toEqual(['10.0.0.1:8001', '10.0.0.1:8001', '10.0.0.1:8001']);
  });

  it.each([
    ['silent', 2],
    ['accepted', 3],
  ] as const)('goes on if the port is %s, after %i probes in all', async (seen, probes) => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', seen);
    await scene.disconnects(1);
    expect([scene.removed, scene.probes.length]).toEqual([[], probes]);
  });

  it('ends if the port is the last socket that a killed process loses', async () => {
    await scene.connected(1);
    scene.meanwhile = () => scene.hosts.set('10.0.0.1', 'refused');
    await scene.disconnects(1);
    expect(scene.removed).toHaveLength(1);
  });

  it('goes on if the port is open at the second probe', async () => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    scene.meanwhile = () => scene.hosts.delete('10.0.0.1');
    await scene.disconnects(1);
    expect([scene.removed, scene.probes.length]).toEqual([[], 3]);
  });

  it('goes on if the port was never reachable: its refusal proves nothing', async () => {
    scene.hosts.set('10.0.0.1', 'refused');
    await scene.connected(1);
    await scene.disconnects(1);
    expect([scene.removed, scene.probes]).toEqual([[], ['10.0.0.1:8001']]);
  });

  it('is watched from the change after which the port was reachable', async () => {
    scene.hosts.set('10.0.0.1', 'refused');
    await scene.connected(1);
    scene.hosts.delete('10.0.0.1');
    scene.register(web(1, { lastDirtyTimestamp: 2_000_000_000_000 }));
    await settled();
    scene.hosts.set('10.0.0.1', 'refused');
    await scene.disconnects(1);
    expect(scene.removed).toHaveLength(1);
  });

  it('is watched also if the instance connects before it registers', async () => {
    await scene.connected(2);
    expect(scene.probes).toEqual([]);
    scene.register(web(2));
    await settled();
    scene.hosts.set('10.0.0.2', 'refused');
    await scene.disconnects(2);
    expect(scene.removed).toHaveLength(1);
  });

  it('is not probed if the instance cancelled', async () => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    scene.registry.cancel('SHOP', 'web-1');
    await scene.disconnects(1);
    expect([scene.removed, scene.probes.length]).toEqual([[], 1]);
  });

  it('goes on with another connection of the instance, and ends with the last', async () => {
    await scene.connected(1);
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    await scene.disconnects(1);
    expect([scene.removed, scene.probes.length]).toEqual([[], 1]);
    await scene.disconnects(1);
    expect(scene.removed).toHaveLength(1);
  });

  it.each([
    ['connects again', (each: Scene) => each.watch.opened(pathOf(1))],
    ['sends a heartbeat', (each: Scene) => each.registry.heartbeat('SHOP', 'web-1', { from: 'client' })],
    ['registers again', (each: Scene) => each.register(web(1))],
    ['registers at a peer', (each: Scene) => new ReplicaMerge(each.registry).register(web(1), each.clock())],
    ['registers from elsewhere', (each: Scene) => each.register(web(1, { ipAddr: '10.9.9.9' }))],
  ])('goes on if the instance %s between the two probes', async (_what, meanwhile) => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    scene.meanwhile = () => meanwhile(scene);
    await scene.disconnects(1);
    expect(scene.removed).toEqual([]);
  });

  it('ends for no more instances than one eviction run may evict; for the others a minute later', async () => {
    scene.register(web(2), web(3), web(4));
    for (const number of [1, 2, 3, 4]) await scene.connected(number);
    for (const number of [1, 2, 3, 4]) scene.hosts.set(`10.0.0.${number}`, 'refused');
    scene.clock.advance(1);
    for (const number of [1, 2, 3, 4]) scene.watch.closed(pathOf(number));
    for (let round = 0; round < 20; round++) await settled();
    const [first = NaN, ...others] = scene.removedAt;
    // Of 14 instances: 14 - floor(14 * 0.85) = 3.
    expect(others.map((at) => at - first < 60_000)).toEqual([true, true, false]);
    expect(scene.removed).toHaveLength(4);
    // One probe each at the beginning, two after the disconnect, two more for the one that
    // waited.
    expect(scene.probes).toHaveLength(4 + 8 + 2);
  });

  it('is not probed once this server stops', async () => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    scene.watch.stop();
    await scene.disconnects(1);
    expect([scene.removed, scene.probes.length]).toEqual([[], 1]);
  });

  it('is no longer watched if this server stops between the two probes', async () => {
    await scene.connected(1);
    scene.hosts.set('10.0.0.1', 'refused');
    scene.meanwhile = () => scene.watch.stop();
    await scene.disconnects(1);
    expect([scene.removed, scene.probes.length]).toEqual([[], 2]);
  });
});
