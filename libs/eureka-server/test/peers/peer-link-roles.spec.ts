import { change, Linked, ours, url, us } from '../builders/linked.js';

describe('a link whose peer is', () => {
  let stage: Linked;
  beforeEach(() => (stage = new Linked()));

  it('this server itself: tells it nothing, and that once', () => {
    stage.link.enqueue(change('a'), 0);
    stage.meet({ ...us });
    stage.answer(stage.ask('batch', 2_000), { ...us }, 2_000);
    expect([stage.link.state(0).is, stage.link.isTold, stage.link.waiting, stage.link.next(3_999)]).toEqual([
      'myself',
      false,
      0,
      undefined,
    ]);
    stage.link.enqueue(change('b'), 0);
    expect(stage.link.waiting).toBe(0);
    expect(stage.told).toEqual([`peer ${url} is this server itself: left out`]);
  });

  it('the same as another one: tells it nothing until that is over', () => {
    stage.meet(ours);
    stage.link.setTwin(true, 0);
    stage.link.setTwin(true, 0);
    stage.link.enqueue(change('a'), 0);
    expect([stage.link.state(0).is, stage.link.waiting]).toEqual(['twin', 0]);
    expect(stage.told.slice(1)).toEqual([`peer ${url} is a second address of another peer: told there`]);
    stage.link.setTwin(false, 10);
    stage.link.enqueue(change('b'), 10);
    expect([stage.link.waiting, stage.link.next(10)?.kind]).toEqual([1, 'compare']);
  });

  it('of another environment: tells it nothing, takes nothing from it, and warns once', () => {
    const stranger = { node: 'b', environment: 'prod\nFAKE LINE' };
    stage.link.enqueue(change('a'), 0);
    stage.answer(stage.ask('batch', 0), stranger, 0);
    stage.answer(stage.ask('batch', 2_000), stranger, 2_000);
    expect(stage.link.state(0)).toEqual({ is: 'stranger', environment: stranger.environment });
    expect([stage.link.waiting, stage.link.next(3_999)]).toEqual([0, undefined]);
    expect(stage.told).toEqual([
      expect.stringMatching(
        /^warn peer \S+ is of the environment prod.FAKE LINE, this server of test: left out \(eureka.environment\)$/,
      ),
    ]);
  });

  it('another process than before: compares with it at once', () => {
    stage.meet(ours);
    stage.answer(stage.ask('batch', 2_000), { ...ours, node: 'b again' }, 2_000);
    expect([stage.link.node, stage.link.next(2_000)?.kind]).toEqual(['b again', 'compare']);
  });
});
