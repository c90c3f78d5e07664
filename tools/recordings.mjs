/**
 * Makes the fixtures of the replay from a folder of recordings: `node tools/recordings.mjs
 * <folder>`. Run it by hand when there are new recordings; the specs read its output alone.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const from = process.argv[2];
if (!from || !existsSync(from)) {
  console.error('usage: node tools/recordings.mjs <folder of recordings>');
  process.exit(2);
}
const to = join(dirname(fileURLToPath(import.meta.url)), '../libs/eureka-server/fixtures/recordings');

/** Headers of a request without those of the connection and the client: the replay sets its own. */
const requestHeaders = /^(?!host$|connection$|content-length$|user-agent$|keep-alive$)/;
const responseHeaders = /^(content-type|content-encoding|allow)$/;

rmSync(to, { recursive: true, force: true });
for (const folder of foldersIn(from)) {
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  /** @type {object[]} */
  const steps = index.flatMap(stepIn(folder));
  if (steps.length === 0) continue;
  const file = join(to, `${relative(from, folder)}.json`);
  mkdirSync(dirname(file), { recursive: true });
  // Each step is one line, so that a diff can be read.
  writeFileSync(file, `[\n${steps.map((step) => JSON.stringify(step)).join(',\n')}\n]\n`);
  console.log(`${relative(to, file)}: ${steps.length}`);
}

/** @param {string} folder @returns {string[]} */
function foldersIn(folder) {
  if (existsSync(join(folder, 'index.json'))) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => foldersIn(join(folder, name)));
}

/** @param {string} folder */
function stepIn(folder) {
  return (
    /** @type {{ f: string, m: string, p: string, st: number, t?: number, mark?: string }} */ entry,
  ) => {
    if (entry.mark !== undefined) return [{ mark: entry.mark }];
    // Pages and the endpoints of Spring Boot are no part of the wire.
    if (!/^\/eureka\b/.test(entry.p)) return [];
    const request = messageIn(join(folder, `${entry.f}.request.http`), requestHeaders);
    const { headers, body } = messageIn(join(folder, `${entry.f}.response.http`), responseHeaders);
    return [
      {
        name: entry.f,
        ...(entry.t === undefined ? {} : { t: entry.t }),
        method: entry.m,
        path: entry.p,
        headers: request.headers,
        ...(request.body.length > 0 ? bodyOf(request.body, request.headers['content-encoding']) : {}),
        answer: { status: entry.st, headers, body: textOf(body, headers['content-type']) },
      },
    ];
  };
}

/** @param {Buffer} body @param {string | undefined} encoding */
function bodyOf(body, encoding) {
  return encoding === 'gzip' ? { gzipped: body.toString('base64') } : { body: body.toString('utf8') };
}

/** @param {Buffer} body @param {string} [type] */
function textOf(body, type = '') {
  // Error pages and resource descriptions are long and never compared: their presence is enough.
  if (/html|wadl/.test(type)) return `(${type.split(';')[0]}, left out)`;
  return body.toString('utf8');
}

/** @param {string} file @param {RegExp} kept */
function messageIn(file, kept) {
  const bytes = readFileSync(file);
  const end = bytes.indexOf('\r\n\r\n');
  const [, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = lines.map((line) => /^([^:]+): ?(.*)$/.exec(line) ?? []);
  return {
    headers: Object.fromEntries(
      headers.flatMap(([, name = '', value = '']) =>
        kept.test(name.toLowerCase()) ? [[name.toLowerCase(), value]] : [],
      ),
    ),
    body: bytes.subarray(end + 4),
  };
}
