// Looks into answers, so that none is taken for right because of its status.
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { askOnce } from './connection.mjs';
import { NotAFigureError, refuseOtherCount } from './judge.mjs';
import { read } from './requests.mjs';

const unzip = promisify(gunzip);
/** A Java server answers from a copy that is up to 30 s old. */
const oldestCopyMs = 35_000;
const zippedJson = { format: 'json', gzip: true };

export const plain = ({ body, isGzip }) => (isGzip ? unzip(body) : body);

/** How many instances a document lists. */
export function countIn(bytes, format) {
  const text = bytes.toString();
  if (format === 'xml') return text.split('<instance>').length - 1;
  return JSON.parse(text).applications.application.reduce((sum, { instance }) => sum + instance.length, 0);
}

/**
 * Waits until a server lists exactly this many, in this form.
 *
 * @returns the length of that answer as it comes over the wire
 */
export async function lengthOfAll(server, count, form = zippedJson, patienceMs = oldestCopyMs) {
  const what = `${server.kind}: apps ${form.format}`;
  for (const end = performance.now() + patienceMs; ; await pause(500)) {
    const answer = await askOnce(server.port, read(server.port, 'apps/', form));
    const isAsAsked = answer.status === 200 && answer.isGzip === form.gzip;
    const listed = isAsAsked ? countIn(await plain(answer), form.format) : undefined;
    if (listed === count) return answer.length;
    if (performance.now() < end) continue;
    if (isAsAsked) refuseOtherCount(what, listed, count);
    throw new NotAFigureError(`${what}: ${answer.status}, gzip: ${answer.isGzip}`);
  }
}
