/**
 * Starts VitePress's development server inside of an HTTP server, whose connections it also uses to
 * reload pages.
 *
 * @param {import('node:http').Server} server
 * @returns {Promise<import('node:http').RequestListener>}
 */
export async function startSite(server) {
  const { createServer } = await import('vitepress');
  const site = await createServer('docs', { middlewareMode: true, hmr: { server } });
  return site.middlewares;
}
