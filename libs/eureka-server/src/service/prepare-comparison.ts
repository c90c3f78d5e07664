import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Inventory } from '../core/anti-entropy/inventory.js';

/** Applications, or parts of a large one, summed up per turn of the event loop. */
const STEPS_PER_TURN = 10;

/**
 * Brings the digests up to date in turns: a comparison with a peer would otherwise hash all
 * instances that changed at once.
 */
export async function prepareComparison(inventory: Pick<Inventory, 'refresh'>): Promise<void> {
  let count = 0;
  for (const _ of inventory.refresh()) if (++count % STEPS_PER_TURN === 0) await nextTurn();
}
