import { join } from 'node:path';

const folder = process.env['PACKAGE_FOLDER'];
if (folder === undefined)
  throw new Error('nothing is installed: run this with jest -c e2e/package/jest.config.mjs');

/** Where the tarballs are. */
export const tarballs = join(folder, 'tarballs');

/** Where the server is installed, as in anybody's project. */
export const home = join(folder, 'home');

/** Where the client and the balancer are. */
export const clientHome = join(folder, 'client-home');
