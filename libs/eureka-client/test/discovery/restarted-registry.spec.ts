import { anInstance } from '@eureka-nest/protocol/testing';
import type { InstanceInfo } from '@eureka-nest/protocol';
import { FakeRegistry } from '../builders/fake-registry.js';
import { appsBody, PollerStage } from '../builders/poller-stage.js';

const five = [8001, 8002, 8003, 8004, 8005].map((port) => anInstance({ port }));
const all = five.map(({ port }) => port.number);
const [one] = five as [InstanceInfo];

describe('a poller whose registry restarts empty', () => {
  let registry: FakeRegistry;
  let second: FakeRegistry;
  let stage: PollerStage;

  const begin = async (urls: readonly string[]) => {
    stage = new PollerStage(urls, { disableDelta: true });
    await stage.source.refresh();
    expect(stage.ports).toEqual(all);
  };
  const lists = (
    at: FakeRegistry,
    instances: readonly InstanceInfo[],
    headers: Record<string, string> = {},
  ) => (at.script = () => ({ status: 200, body: appsBody(instances), headers }));

  beforeEach(async () => {
    [registry, second] = [await FakeRegistry.start(), await FakeRegistry.start()];
    for (const each of [registry, second]) lists(each, five);
  });
  afterEach(async () => {
    await stage.source.stop();
    await Promise.all([registry.kill(), second.kill()]);
  });

  describe('and says that it is syncing', () => {
    const syncing = { 'eureka-nest-syncing': 'true', 'eureka-nest-position': 'b.1' };
    const synced = { 'eureka-nest-position': 'b.9' };

    it('keeps what it has and only adds, until the registry has all', async () => {
      await begin([registry.url]);
      lists(registry, [anInstance({ port: 8009 })], syncing);
      await stage.source.refresh();
      expect(stage.ports).toEqual([...all, 8009]);
      lists(registry, five.slice(0, 4), synced);
      await stage.source.refresh();
      expect(stage.ports).toEqual(all.slice(0, 4));
    });

    it('drops what does not return within a renewal interval', async () => {
      await begin([registry.url]);
      lists(registry, [one], syncing);
      await stage.source.refresh();
      stage.clock.advance(29_999);
      await stage.source.refresh();
      expect(stage.ports).toEqual(all);
      stage.clock.advance(1);
      await stage.source.refresh();
      expect(stage.ports).toEqual([8001]);
    });

    it('asks no second registry, as this one may be the only one that knows', async () => {
      await begin([registry.url, second.url]);
      lists(registry, [], syncing);
      await stage.source.refresh();
      expect([stage.ports, second.requests.length]).toEqual([all, 0]);
    });

    it('reports what the registry lists, without what is retained', async () => {
      await begin([registry.url]);
      const listed: number[] = [];
      stage.cache.onListed = (apps) => listed.push(apps.get(one.app)?.size ?? 0);
      lists(registry, [one], syncing);
      await stage.source.refresh();
      lists(registry, five, synced);
      await stage.source.refresh();
      expect(listed).toEqual([1, 5]);
    });
  });

  describe('and says nothing, as Java’s', () => {
    it('keeps what was lost for a renewal interval, if there is no second registry', async () => {
      await begin([registry.url]);
      lists(registry, [one]);
      await stage.source.refresh();
      expect(stage.ports).toEqual(all);
      stage.clock.advance(30_000);
      await stage.source.refresh();
      expect(stage.ports).toEqual([8001]);
    });

    it('keeps the last few for as long, though the others are back', async () => {
      const eight = [...five, ...[8006, 8007, 8008].map((port) => anInstance({ port }))];
      lists(registry, eight);
      stage = new PollerStage([registry.url], { disableDelta: true });
      for (const listed of [eight, [], eight.slice(1)]) {
        lists(registry, listed);
        await stage.source.refresh();
        expect(stage.ports).toHaveLength(8);
      }
      stage.clock.advance(30_000);
      await stage.source.refresh();
      expect(stage.ports).toHaveLength(7);
    });

    it('lets a list of one become empty after a renewal interval', async () => {
      lists(registry, five.slice(0, 1));
      stage = new PollerStage([registry.url]);
      await stage.source.refresh();
      lists(registry, []);
      await stage.source.refresh();
      expect(stage.ports).toEqual([8001]);
      stage.clock.advance(30_000);
      await stage.source.refresh();
      expect(stage.ports).toEqual([]);
    });

    it('believes the loss at once if a second registry confirms it', async () => {
      await begin([registry.url, second.url]);
      for (const each of [registry, second]) lists(each, [one]);
      await stage.source.refresh();
      expect(stage.ports).toEqual([8001]);
    });

    it.each([
      ['knows all', () => ({ status: 200, body: appsBody(five) })],
      ['is empty too', () => ({ status: 200, body: appsBody([]) })],
      ['breaks', () => 'cut' as const],
      ['contradicts itself', () => ({ status: 200, body: appsBody([one], 'UP_5_') })],
      [
        'is syncing',
        () => ({ status: 200, body: appsBody([one]), headers: { 'eureka-nest-syncing': 'true' } }),
      ],
    ])('keeps what was lost if the second registry %s', async (_, script) => {
      await begin([registry.url, second.url]);
      lists(registry, [one]);
      second.script = script;
      await stage.source.refresh();
      expect(stage.ports).toEqual(all);
      expect(second.requests).toHaveLength(1);
      expect(stage.log.shown).toEqual([]);
    });

    it('believes a small loss, and one of a process that never restarted', async () => {
      await begin([registry.url]);
      lists(registry, five.slice(1));
      await stage.source.refresh();
      expect(stage.ports).toEqual(all.slice(1));
      lists(registry, five, { 'eureka-nest-position': 'a.1' });
      await stage.source.refresh();
      lists(registry, [one], { 'eureka-nest-position': 'a.5' });
      await stage.source.refresh();
      expect(stage.ports).toEqual([8001]);
    });
  });
});
