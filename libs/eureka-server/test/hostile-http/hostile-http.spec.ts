import { parseResponses } from './raw-responses.js';
import { batchRows } from './batch.rows.js';
import { brokenBodyRows, httpRows, methodRows } from './http.rows.js';
import { jsonRows } from './json.rows.js';
import { brokenPathRows, nameRows } from './names.rows.js';
import { numberRows } from './numbers.rows.js';
import type { HostileRow } from './row.js';
import { sizeRows } from './sizes.rows.js';
import { Target } from './target.js';
import { xmlRows } from './xml.rows.js';

/** Refusals cost one log line, except those of Node and Fastify, which are not logged. */
const tables: readonly { topic: string; rows: readonly HostileRow[]; refusals?: 0 }[] = [
  { topic: 'JSON', rows: jsonRows },
  { topic: 'XML', rows: xmlRows },
  { topic: 'names', rows: nameRows },
  { topic: 'numbers', rows: numberRows },
  { topic: 'sizes', rows: sizeRows },
  { topic: 'batches', rows: batchRows },
  { topic: 'methods', rows: methodRows },
  { topic: 'bodies', rows: brokenBodyRows },
  { topic: 'paths', rows: brokenPathRows, refusals: 0 },
  { topic: 'HTTP', rows: httpRows, refusals: 0 },
];
// Some rows are large; how long they take depends on the machine.
jest.setTimeout(60_000);
const known = Object.getOwnPropertyNames(Object.prototype);

describe('a server that receives', () => {
  const target = new Target();
  beforeAll(() => target.open());
  afterAll(() => target.close());
  beforeEach(() => target.log.clear());

  describe.each(tables)('odd $topic:', ({ rows, refusals = 1 }) => {
    it.each(rows)('%s', async (...[, sent, status, says]: HostileRow) => {
      const last = parseResponses(await target.send(sent)).at(-1);
      expect({ status: last?.status, body: last?.body.slice(0, 300), ...target.log }).toEqual({
        status,
        body: says ? expect.stringContaining(says) : status >= 400 ? '' : expect.anything(),
        refusals: [400, 413, 415].includes(status) && refusals ? [expect.any(String)] : [],
        faults: [],
      });
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(known);
      if (status < 400) await target.isReadable();
      target.removeGuests();
      expect(await target.isUntouched()).toBe(true);
    });
  });
});
