import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const api = 'docs/en/api';

/**
 * Starts VitePress's development server inside of an HTTP server, whose connections it also uses to
 * reload pages. The pages of the API are written with the first request for one.
 *
 * @param {import('node:http').Server} server
 * @returns {Promise<import('node:http').RequestListener>}
 */
export async function startSite(server) {
  const { createServer } = await import('vitepress');
  const site = await createServer('docs', { middlewareMode: true, hmr: { server } });
  /** @type {Promise<unknown> | undefined} */
  let writing;
  return async (request, response) => {
    if (request.url?.startsWith('/en/api/') && !existsSync(api)) {
      writing ??= promisify(execFile)(process.execPath, ['tools/companion/api/main.mjs', api]);
      await writing.catch((error) => console.log(`companion: the API is not written: ${error.message}`));
      writing = undefined;
    }
    site.middlewares(request, response);
  };
}
