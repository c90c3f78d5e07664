import { anInstance } from '@eureka-nest/protocol/testing';
import { FakeRegistry } from '../builders/fake-registry.js';
import { appsBody, PollerStage } from '../builders/poller-stage.js';

const [one, two, three] = [8001, 8002, 8003].map((port) => anInstance({ port })) as [
  ReturnType<typeof anInstance>,
  ReturnType<typeof anInstance>,
  ReturnType<typeof anInstance>,
];

describe('a poller of a registry that contradicts itself', () => {
  let registry: FakeRegistry;
  let stage: PollerStage;

  beforeEach(async () => {
    registry = await FakeRegistry.start();
    registry.put(one);
    stage = new PollerStage([registry.url]);
    await stage.source.refresh();
  });
  afterEach(async () => {
    await stage.source.stop();
    await registry.kill();
  });
  const sends = (body: string) => (registry.script = () => ({ status: 200, body }));
  const refresh = async (times: number) => {
    for (let time = 0; time < times; time++) await stage.source.refresh();
  };

  it('believes its list after two intervals, however often it asks meanwhile', async () => {
    sends(appsBody([two], 'UP_7_'));
    await refresh(20);
    stage.clock.advance(59_999);
    await refresh(2);
    expect(stage.ports).toEqual([8001]);
    stage.clock.advance(1);
    await refresh(1);
    expect(stage.ports).toEqual([8002]);
  });

  it('never believes an empty list against its hash code', async () => {
    sends(appsBody([], 'UP_7_'));
    for (let interval = 0; interval < 10; interval++) {
      await refresh(3);
      stage.clock.advance(30_000);
    }
    expect(stage.ports).toEqual([8001]);
    expect(stage.log.shown.filter((line) => !line.includes('cached registry is'))).toHaveLength(1);
  });

  it('does not believe it, not even at first, if another registry matches', async () => {
    sends(appsBody([two], 'UP_7_'));
    const good = await FakeRegistry.start();
    good.put(one);
    const both = new PollerStage([registry.url, good.url]);
    for (let interval = 0; interval < 5; interval++) {
      await both.source.refresh();
      expect(both.ports).toEqual([8001]);
      both.clock.advance(30_000);
    }
    expect(both.log.shown).toEqual([
      expect.stringMatching(/^warn .* the instances do not match their hash code UP_7_$/),
    ]);
    await both.source.stop();
    await good.kill();
  });

  it('believes an empty list with the hash code of one', async () => {
    sends(appsBody([], ''));
    await refresh(1);
    stage.clock.advance(30_000);
    await refresh(1);
    expect(stage.ports).toEqual([]);
  });

  it('counts the intervals anew after a list that matches', async () => {
    sends(appsBody([two], 'UP_7_'));
    await refresh(1);
    sends(appsBody([one]));
    await refresh(1);
    stage.clock.advance(60_000);
    sends(appsBody([two], 'UP_7_'));
    await refresh(2);
    expect(stage.ports).toEqual([8001]);
  });

  it('logs a line when that begins, one when the list is believed and one when it matches again', async () => {
    sends(appsBody([two], 'UP_7_'));
    await refresh(3);
    stage.clock.advance(60_000);
    await refresh(5);
    sends(appsBody([two, three], 'UP_9_'));
    await refresh(5);
    expect(stage.ports).toEqual([8002, 8003]);
    sends(appsBody([two, three]));
    await refresh(3);
    expect(stage.log.shown).toEqual([
      expect.stringMatching(/^warn .*: unusable response to .* do not match their hash code UP_7_$/),
      expect.stringMatching(/^log .* is usable again$/),
      expect.stringMatching(/^warn .* lists UP_1_, but its hash code is UP_7_: using its list$/),
      expect.stringMatching(/^log .*: its hash code matches again$/),
    ]);
  });
});

describe('a poller of a registry with irregular instances', () => {
  it('logs one line for 300 of them, one when they have doubled, and none while they last', async () => {
    const registry = await FakeRegistry.start();
    const mute = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...one,
        instanceId: `mute${at}`,
        port: { number: 0, enabled: false },
      }));
    const stage = new PollerStage([registry.url], { disableDelta: true });
    for (const count of [300, 301, 400, 600, 601]) {
      registry.script = () => ({ status: 200, body: appsBody([one, ...mute(count)]) });
      await stage.source.refresh();
    }
    expect(stage.ports).toEqual([8001]);
    expect(stage.log.shown).toEqual([
      expect.stringMatching(/^warn .*: 300 instances have no port, .* such as CLOUD-PAYMENT-SERVICE\/mute0$/),
      expect.stringMatching(/^warn .*: 600 instances have no port/),
    ]);
    await stage.source.stop();
    await registry.kill();
  });
});
