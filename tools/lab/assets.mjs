import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languageOfHeader } from './words.mjs';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** @type {Readonly<Record<string, string>>} */
const types = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  json: 'application/json',
  map: 'application/json',
};

/** Headers of every response; what the lab serves is for its own page alone. */
export const safeHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

const notBuilt = {
  en: 'The console is being built. This page comes back by itself.',
  zh: '控制台正在构建，页面会自动刷新。',
};

/**
 * Serves the page; until it is built, a page that says so.
 *
 * @param {string} folder of the build
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export async function sendPage(folder, request, response) {
  const headers = { ...safeHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  const page = await readFile(join(folder, 'index.html')).catch(() => undefined);
  if (page) return void response.writeHead(200, headers).end(page);
  const text = notBuilt[languageOfHeader(request.headers['accept-language'])];
  response
    .writeHead(503, headers)
    .end(`<!doctype html><meta http-equiv="refresh" content="2"><title>Eureka Nest</title><p>${text}</p>`);
}

/**
 * Serves a file of the build, whose name has its hash: it never changes.
 *
 * @param {string} folder of the build
 * @param {string} path below `/console/assets/`
 * @param {import('node:http').ServerResponse} response
 */
export async function sendAsset(folder, path, response) {
  const type = types[/\.(\w+)$/.exec(path)?.[1] ?? ''];
  const isName = /^[\w-][\w.-]*$/.test(path);
  const file =
    isName && type && (await readFile(join(folder, 'console/assets', path)).catch(() => undefined));
  if (!file || !type) return void response.writeHead(404, safeHeaders).end();
  response
    .writeHead(200, {
      ...safeHeaders,
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
    })
    .end(file);
}
