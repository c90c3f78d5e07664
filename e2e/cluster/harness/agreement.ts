import { eventually } from '../../harness/eventually.js';
import { differences, listingAt, missingFrom, type Listing } from './listing.js';

/** Waits until all registries have the same listing, with exactly these names. */
export async function agreed(
  bases: readonly string[],
  names: readonly string[],
  within = 30_000,
): Promise<{ readonly listing: Listing; readonly tookMs: number }> {
  const start = performance.now();
  const listing = await eventually(async () => {
    const listings = await Promise.all(bases.map(listingAt));
    const [first = new Map<string, string>()] = listings;
    expect(missingFrom(first, names)).toBeUndefined();
    expect(first.size).toBe(names.length);
    expect(listings.map((each) => differences(each, first))).toEqual(bases.map(() => []));
    return first;
  }, within);
  return { listing, tookMs: performance.now() - start };
}
