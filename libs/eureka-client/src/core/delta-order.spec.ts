import type { Position } from '@eureka-nest/protocol';
import { goesBack, orderOfDelta } from './delta-order.js';

const at = (number: number, node = 'a'): Position => ({ node, number });

describe('the order of a delta', () => {
  it.each<[string, Position | undefined, Position | undefined, Position | undefined, string]>([
    ['continues the copy at its predecessor', at(4), at(3), at(3), 'next'],
    ['continues a copy between the two', at(9), at(3), at(5), 'next'],
    ['is known to a copy beyond it', at(4), at(3), at(4), 'known'],
    ['does not continue a copy before its predecessor', at(4), at(3), at(2), 'gap'],
    ['does not continue a copy of another process', at(4), at(3), at(3, 'b'), 'gap'],
    ['does not continue a copy without a position', at(4), at(3), undefined, 'gap'],
    ['does not continue the feed of another process', at(4, 'b'), at(3), at(3, 'b'), 'gap'],
    ['does not continue a feed that is further', at(4), at(999), at(999), 'gap'],
    ['does not continue a feed that stands there already', at(4), at(4), at(4), 'gap'],
    ['has to have a position', undefined, at(3), at(3), 'gap'],
    ['has to have a position, as its predecessor', at(4), undefined, at(3), 'gap'],
    ['has to have a position, as the copy', undefined, undefined, undefined, 'gap'],
  ])('of the feed: it %s', (_, delta, after, copy, order) =>
    expect(orderOfDelta(delta, copy, { after })).toBe(order),
  );

  it.each<[string, Position | undefined, Position | undefined, boolean, string]>([
    ['continues an earlier copy', at(4), at(2), true, 'next'],
    ['continues an earlier copy, also if an event came meanwhile', at(4), at(2), false, 'next'],
    ['is known if it was overtaken', at(4), at(5), false, 'known'],
    ['shows a position in the future', at(4), at(999), true, 'gap'],
    ['is applied again at the same position', at(4), at(4), true, 'next'],
    ['does not continue a copy of another process', at(4), at(2, 'b'), true, 'gap'],
    ['does not continue a copy of a server without positions', at(4), undefined, true, 'gap'],
    ['of a server without positions continues no copy that has one', undefined, at(4), true, 'gap'],
    ['of a server without positions continues a copy of such a server', undefined, undefined, true, 'next'],
  ])('that was fetched: it %s', (_, delta, copy, isLatest, order) =>
    expect(orderOfDelta(delta, copy, { isLatest })).toBe(order),
  );

  it('goes back within one process only', () => {
    expect([goesBack(at(3), at(3)), goesBack(at(3), at(2)), goesBack(at(3), at(4))]).toEqual([
      true,
      true,
      false,
    ]);
    expect([goesBack(at(3), at(1, 'b')), goesBack(undefined, at(1)), goesBack(at(1), undefined)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
