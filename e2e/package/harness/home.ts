import { join } from 'node:path';

const folder = process.env['PACKAGE_FOLDER'];
if (folder === undefined)
  throw new Error('nothing is installed: run this with jest -c e2e/package/jest.config.mjs');

/** Folder of the tarballs. */
export const tarballs = join(folder, 'tarballs');

/** Folder of a project with the server and Fastify. */
export const home = join(folder, 'home');

/** Folder of a project with the command alone. */
export const commandHome = join(folder, 'command-home');

/** Folder of an ES module project with all packages, Nest 12 and undici 8. */
export const nestHome = join(folder, 'nest-home');

/** Folder of a CommonJS project with all packages, Nest 11 and undici 7. */
export const commonJsHome = join(folder, 'common-js-home');

/** `node_modules` with TypeScript 5, publint and attw. */
export const checkers = String(process.env['PACKAGE_CHECKERS']);

/** Folder of a project with the client and the balancer. */
export const clientHome = join(folder, 'client-home');
