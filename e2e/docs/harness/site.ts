import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sites } from './sites.mjs';

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
  /** Paths of its pages. */
  readonly pages: readonly string[];
  close(): Promise<void>;
}

/** Serves the companion that the setup has built, compressed as hosts do. */
export async function startSite(place: keyof typeof sites = 'belowPath'): Promise<Site> {
  const { base, folder } = sites[place];
  const compressed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const file = fileOf(folder, base, decodeURIComponent(pathname)) ?? join(folder, '404.html');
    const headers = { 'content-type': types[extname(file)] ?? 'application/octet-stream' };
    const body = compressed.get(file) ?? gzipSync(readFileSync(file));
    compressed.set(file, body);
    response.writeHead(file.endsWith('/404.html') ? 404 : 200, { ...headers, 'content-encoding': 'gzip' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html') && name !== '404.html')
    .sort();
  return { url: `http://127.0.0.1:${port}${base}`, folder, pages, close: () => closed(server) };
}

function fileOf(folder: string, base: string, path: string): string | undefined {
  if (!path.startsWith(base)) return undefined;
  const name = normalize(path.slice(base.length)).replace(/^(\.\.(\/|$))+/, '');
  const candidates = [name, `${name}.html`, join(name, 'index.html')].map((each) => join(folder, each));
  return candidates.find((each) => existsSync(each) && statSync(each).isFile());
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
