import { mutation, LinkStage, ours, url, us } from '../builders/linked.js';

describe('a link whose peer is', () => {
  let stage: LinkStage;
  beforeEach(() => (stage = new LinkStage()));

  it('this server itself: skips it, and logs that once', () => {
    stage.link.enqueue(mutation('a'), 0);
    stage.connect({ ...us });
    stage.respond(stage.expectRequest('batch', 2_000), { ...us }, 2_000);
    expect([
      stage.link.state(0).is,
      stage.link.isReplicationTarget,
      stage.link.queueLength,
      stage.link.next(3_999),
    ]).toEqual(['myself', false, 0, undefined]);
    stage.link.enqueue(mutation('b'), 0);
    expect(stage.link.queueLength).toBe(0);
    expect(stage.logged).toEqual([`peer ${url} is this server itself: skipped`]);
  });

  it('an alias of another one: skips it until that ends', () => {
    stage.connect(ours);
    stage.link.setAlias(true, 0);
    stage.link.setAlias(true, 0);
    stage.link.enqueue(mutation('a'), 0);
    expect([stage.link.state(0).is, stage.link.queueLength]).toEqual(['twin', 0]);
    expect(stage.logged.slice(1)).toEqual([`peer ${url} is an alias of another peer: skipped`]);
    stage.link.setAlias(false, 10);
    stage.link.enqueue(mutation('b'), 10);
    expect([stage.link.queueLength, stage.link.next(10)?.kind]).toEqual([1, 'compare']);
  });

  it('of another environment: skips it, and warns once', () => {
    const foreign = { node: 'b', environment: 'prod\nFAKE LINE' };
    stage.link.enqueue(mutation('a'), 0);
    stage.respond(stage.expectRequest('batch', 0), foreign, 0);
    stage.respond(stage.expectRequest('batch', 2_000), foreign, 2_000);
    expect(stage.link.state(0)).toEqual({ is: 'stranger', environment: foreign.environment });
    expect([stage.link.queueLength, stage.link.next(3_999)]).toEqual([0, undefined]);
    expect(stage.logged).toEqual([
      expect.stringMatching(
        /^warn peer \S+ belongs to environment prod.FAKE LINE, this server to test: skipped \(eureka.environment\)$/,
      ),
    ]);
  });

  it('another process than before: compares with it at once', () => {
    stage.connect(ours);
    stage.respond(stage.expectRequest('batch', 2_000), { ...ours, node: 'b again' }, 2_000);
    expect([stage.link.node, stage.link.next(2_000)?.kind]).toEqual(['b again', 'compare']);
  });
});
