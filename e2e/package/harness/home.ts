import { join } from 'node:path';

const folder = process.env['PACKAGE_FOLDER'];
if (folder === undefined)
  throw new Error('nothing is installed: run this with jest -c e2e/package/jest.config.mjs');

/** Folder of the tarballs. */
export const tarballs = join(folder, 'tarballs');

/** Folder of a project with the server and Fastify. */
export const home = join(folder, 'home');

/** Folder of a project with the server, Fastify and Nest. */
export const nestHome = join(folder, 'nest-home');

/** Folder of a project with the client and the balancer. */
export const clientHome = join(folder, 'client-home');
