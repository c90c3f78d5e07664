import { anInstance } from '@eureka-nest/protocol/testing';
import { eventually, FeedStage, one, quiet, two } from '../builders/feed-stage.js';

const three = anInstance({ port: 8003 });

describe('a client whose registry restarts, or sends a wrong position', () => {
  let stage: FeedStage;
  beforeEach(async () => void (stage = await FeedStage.create()));
  afterEach(() => stage.end());

  it('applies no change of the new process to its copy of the old one, though its hash code matches', async () => {
    await stage.startInStep();
    await stage.log.waitFor('reading the change feed');
    stage.registry.closeConnection();
    await stage.registry.receives(2);
    let release = (): void => undefined;
    stage.onRefresh = () => new Promise((resolve) => (release = resolve));
    // The new process knows two alone. Then three replaces it: one as many as the old copy has.
    stage.hello('b.1');
    await eventually(() => stage.poller.refreshed === 1);
    stage.listed = [three];
    stage.delta(
      [
        { ...two, actionType: 'DELETED' },
        { ...one, status: 'UP' },
      ],
      'b.2',
      'UP_1_',
    );
    await quiet();
    expect(stage.sink.position).toEqual({ node: 'a', number: 1 });
    stage.position = 'b.2';
    stage.fetchAll();
    release();
    await eventually(() => stage.ports[0] === 8003);
    stage.listed = [three, two];
    stage.delta([two], 'b.3');
    await eventually(() => stage.ports.length === 2);
  });

  it('is not frozen by a change whose id lies in the future', async () => {
    await stage.startInStep();
    stage.delta([], 'a.900');
    await eventually(() => stage.sink.position?.number === 900);
    stage.listed = [one, two];
    stage.position = 'a.2';
    stage.delta([two], 'a.2');
    await eventually(() => stage.ports.length === 2);
    stage.listed = [two];
    stage.delta([{ ...one, actionType: 'DELETED' }], 'a.3');
    await eventually(() => stage.ports.length === 1);
    expect(stage.poller.refreshed).toBe(1);
  });

  it('is not frozen by a fetch whose position lies in the future, once the feed starts anew', async () => {
    stage.position = 'a.900';
    stage.fetchAll();
    stage.start();
    await stage.registry.receives(1);
    stage.listed = [one, two];
    stage.position = 'a.2';
    stage.hello();
    await eventually(() => stage.ports.length === 2);
    expect(stage.poller.refreshed).toBe(1);
  });

  it.each([
    ['a hello in the future', () => stage.hello('a.900')],
    ['a resync in the future', () => stage.registry.sendEvent('resync', { position: 'a.900' })],
    ['a change of another process', () => stage.delta([], 'z.900')],
    ['a change without an id', () => stage.delta([], '')],
  ])('goes on after %s', async (_, send) => {
    await stage.startInStep();
    await stage.log.waitFor('reading the change feed');
    send();
    await quiet();
    stage.listed = [one, two];
    stage.position = 'a.2';
    stage.delta([two], 'a.2');
    await eventually(() => stage.ports.length === 2);
    stage.listed = [two];
    stage.position = 'a.3';
    stage.delta([{ ...one, actionType: 'DELETED' }], 'a.3');
    await eventually(() => stage.ports.length === 1);
    expect(stage.log.shown).toEqual([]);
  });
});
