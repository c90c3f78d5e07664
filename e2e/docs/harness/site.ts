import { spawn } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const folder = join(root, 'dist', 'companion');
/** A path like that of a project's pages on GitHub. */
const base = '/eureka-nest/';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export interface Site {
  /** URL of its first page, which ends with a slash. */
  readonly url: string;
  readonly folder: string;
  close(): Promise<void>;
}

/**
 * Builds the companion, unless COMPANION_BUILT says that it is there, and serves it below a path.
 */
export async function startSite(): Promise<Site> {
  if (!process.env['COMPANION_BUILT'] || !existsSync(folder)) await buildSite();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const file = fileOf(decodeURIComponent(pathname));
    if (file === undefined) return void response.writeHead(404).end();
    const headers = { 'content-type': types[extname(file)] ?? 'application/octet-stream' };
    response.writeHead(200, headers);
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${base}`, folder, close: () => closed(server) };
}

function fileOf(path: string): string | undefined {
  if (!path.startsWith(base)) return undefined;
  const name = normalize(path.slice(base.length)).replace(/^(\.\.(\/|$))+/, '');
  const candidates = [name, `${name}.html`, join(name, 'index.html')].map((each) => join(folder, each));
  return candidates.find((each) => existsSync(each) && statSync(each).isFile());
}

async function buildSite(): Promise<void> {
  const build = spawn(process.execPath, ['tools/companion/build.mjs'], {
    cwd: root,
    env: { ...process.env, DOCS_BASE: base, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [build.stdout, build.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const code = await new Promise<number | null>((resolve) => build.once('close', resolve));
  if (code !== 0) throw new Error(`the companion cannot be built:\n${printed}`);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
