import { heartbeat, idsOf, mutation, LinkStage, ours, payment, url, us } from '../builders/linked.js';

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

  describe('restarted under another environment', () => {
    const foreign = { node: 'b again', environment: 'prod' };
    const compareAt = (now: number) => {
      stage.connect(ours);
      stage.respond(stage.expectRequest('batch', 2_000), ours, 2_000);
      return stage.expectRequest('compare', now);
    };

    it('takes nothing from an answer that arrives afterwards, and compares no more', () => {
      const compare = compareAt(3_000);
      stage.respond(stage.expectRequest('batch', 4_000), foreign, 4_000);
      stage.link.responded(compare, { THEIRS: '1:x' }, foreign, 4_001);
      expect([stage.link.state(5_000).is, stage.link.next(6_000)]).toEqual(['stranger', undefined]);
      expect(stage.expectRequest('batch', 6_001).items).toEqual([]);
      expect(stage.link.next(9e9)).toBeUndefined();
    });

    it.each(['transient', 'permanent'] as const)('compares no more after a %s failure', (failure) => {
      const compare = compareAt(3_000);
      stage.respond(stage.expectRequest('batch', 4_000), foreign, 4_000);
      stage.link.failed(compare, failure, 'why', 4_001);
      stage.respond(stage.expectRequest('batch', 6_000), foreign, 6_000);
      expect([stage.link.nextDueAt, stage.link.next(7_999)]).toEqual([8_000, undefined]);
    });

    it('drops the changes of a batch in flight: they would be sent to the stranger', () => {
      const compare = compareAt(3_000);
      stage.link.enqueue(mutation('a'), 3_000);
      const batch = stage.expectRequest('batch', 3_010);
      stage.link.responded(compare, { THEIRS: '1:x' }, foreign, 3_020);
      stage.link.failed(batch, 'transient', 'ECONNRESET', 3_030);
      expect([stage.link.queueLength, stage.link.state(3_030).is]).toEqual([0, 'stranger']);
    });

    it('sends nothing for the outcomes of a batch, and takes no newer copy', () => {
      stage = new LinkStage({ peerComparisonIntervalMs: 0 });
      stage.connect(ours);
      stage.link.enqueue(heartbeat, 0);
      const newer = { ...payment, lastDirtyTimestamp: payment.lastDirtyTimestamp + 1 };
      stage.respond(stage.expectRequest('batch', 500), foreign, 501, { statusCode: 409, instance: newer });
      expect([stage.accepted, stage.link.queueLength]).toEqual([[], 0]);
    });

    it('is recognized by its refusal of a batch, and is not down', () => {
      stage.connect(ours);
      stage.link.enqueue(mutation('a'), 0);
      stage.link.failed(stage.expectRequest('batch', 10), 'permanent', 'it answered 403', 20, foreign);
      expect([stage.link.state(20).is, stage.link.queueLength]).toEqual(['stranger', 0]);
      expect(stage.logged.slice(1)).toEqual([expect.stringContaining('belongs to environment prod')]);
      expect(stage.link.nextDueAt).toBe(2_020);
    });
  });

  it('another process than before: drops late answers of the first one, and sends its batch again', () => {
    stage.connect(ours);
    stage.respond(stage.expectRequest('batch', 2_000), ours, 2_000);
    const again = { ...ours, node: 'b again' };
    const late = stage.expectRequest('compare', 3_000);
    stage.link.enqueue(mutation('a'), 3_000);
    const batch = stage.expectRequest('batch', 3_010);
    stage.link.identified(again, 3_020);
    stage.respond(batch, ours, 3_030);
    stage.link.responded(late, { SHOP: '1:x' }, ours, 3_030);
    expect([stage.link.node, stage.link.queueLength]).toEqual(['b again', 1]);
    expect(idsOf(stage.expectRequest('batch', 3_030))).toEqual(['a']);
    expect(stage.expectRequest('compare', 3_030)).toBeDefined();
  });

  it('another process than before: fetches no instance by the rows of the first one', () => {
    stage.connect(ours);
    stage.respond(stage.expectRequest('batch', 2_000), ours, 2_000);
    stage.link.responded(stage.expectRequest('compare', 3_000), { A: '1:x', B: '1:x' }, ours, 3_000);
    const detail = stage.expectRequest('detail', 3_000);
    stage.link.identified({ ...ours, node: 'b again' }, 3_010);
    stage.link.responded(detail, new Map(), { ...ours, node: 'b again' }, 3_020);
    expect(stage.expectRequest('compare', 3_020)).toBeDefined();
  });

  it('another process than before: compares with it at once', () => {
    stage.connect(ours);
    stage.respond(stage.expectRequest('batch', 2_000), { ...ours, node: 'b again' }, 2_000);
    expect([stage.link.node, stage.link.next(2_000)?.kind]).toEqual(['b again', 'compare']);
  });
});
