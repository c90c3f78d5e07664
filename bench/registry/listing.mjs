// Checks the content of responses: a correct status alone does not make one valid.
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { askOnce } from './connection.mjs';
import { InvalidFigureError, refuseOtherCount } from './validity.mjs';
import { read } from './requests.mjs';

const unzip = promisify(gunzip);
/** A Java server responds from a cache that is up to 30 s old. */
const oldestCacheMs = 35_000;
const zippedJson = { format: 'json', gzip: true };

export const plain = ({ body, isGzip }) => (isGzip ? unzip(body) : body);

/** Counts the instances in a document. */
export function countIn(bytes, format) {
  const text = bytes.toString();
  if (format === 'xml') return text.split('<instance>').length - 1;
  return JSON.parse(text).applications.application.reduce((sum, { instance }) => sum + instance.length, 0);
}

/**
 * Waits until a server lists exactly this many instances, in this form.
 *
 * @returns the length of that response on the wire
 */
export async function lengthOfAll(server, count, form = zippedJson, limitMs = oldestCacheMs) {
  const what = `${server.kind}: apps ${form.format}`;
  for (const end = performance.now() + limitMs; ; await pause(500)) {
    const response = await askOnce(server.port, read(server.port, 'apps/', form));
    const isRequestedForm = response.status === 200 && response.isGzip === form.gzip;
    const listed = isRequestedForm ? countIn(await plain(response), form.format) : undefined;
    if (listed === count) return response.length;
    if (performance.now() < end) continue;
    if (isRequestedForm) refuseOtherCount(what, listed, count);
    throw new InvalidFigureError(`${what}: ${response.status}, gzip: ${response.isGzip}`);
  }
}
