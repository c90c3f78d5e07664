import { join } from 'node:path';

/** Path of a file that `installed.mjs` has put into the cache. */
export function cached(...path: readonly string[]): string {
  const cache = process.env['PEERS_CACHE'];
  if (cache === undefined)
    throw new Error('nothing is installed: run this with jest -c e2e/peers/jest.config.mjs');
  return join(cache, ...path);
}
