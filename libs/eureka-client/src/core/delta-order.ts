import type { Position } from '@eureka-nest/protocol';

/** `known`: the copy has it already. `gap`: it does not continue the copy, so fetch the whole. */
export type DeltaOrder = 'next' | 'known' | 'gap';

/** Place of a delta: the event before it on the feed, or whether it was fetched just now. */
export type DeltaContext =
  | { readonly after: Position | undefined }
  /** True if the request began after the last change of the copy, so nothing overtook it. */
  | { readonly isLatest: boolean };

/**
 * Places a delta. It continues only a copy of the same registry process that stands at the delta's
 * predecessor or beyond: a matching hash code alone proves little, since it counts instances only.
 */
export function orderOfDelta(
  delta: Position | undefined,
  copy: Position | undefined,
  context: DeltaContext,
): DeltaOrder {
  const isOfFeed = 'after' in context;
  // Java's servers send no positions, and deltas that overlap by minutes.
  if (!delta && !copy) return isOfFeed ? 'gap' : 'next';
  if (!delta || delta.node !== copy?.node) return 'gap';
  if (isOfFeed) {
    const { after } = context;
    if (after?.node !== delta.node || goesBack(after, delta) || copy.number < after.number) return 'gap';
    return delta.number <= copy.number ? 'known' : 'next';
  }
  if (delta.number > copy.number) return 'next';
  if (!context.isLatest) return 'known';
  // A later response with a smaller number: the copy's own position is wrong.
  return delta.number === copy.number ? 'next' : 'gap';
}

/** True if an event of the same process does not advance the feed: one of them is wrong. */
export const goesBack = (before: Position | undefined, after: Position | undefined): boolean =>
  before !== undefined && before.node === after?.node && after.number <= before.number;
