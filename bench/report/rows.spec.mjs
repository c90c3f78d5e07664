import { join } from 'node:path';
import { headlineOf } from './headline.mjs';
import { benchesIn } from './rows.mjs';

const benches = benchesIn(join(import.meta.dirname, '..', 'results'));

describe('the committed results', () => {
  it.each(benches)('of $name have rows of one shape, each named once', ({ at, machine, versions, rows }) => {
    expect(at).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(machine).toMatch(/, \d+ cores$/);
    expect(versions.node).toMatch(/^v\d+/);
    expect(new Set(rows.map(({ what }) => what)).size).toBe(rows.length);
    for (const row of rows) {
      expect([typeof row.what, typeof row.unit]).toEqual(['string', 'string']);
      expect([row.ours, ...row.spread].every(Number.isFinite)).toBe(true);
      expect(row.spread[0]).toBeLessThanOrEqual(row.spread[1]);
      expect(row.target === undefined).toBe(row.isMet === undefined);
    }
  });

  it('have every figure of the chart', () => expect(headlineOf(benches)).toHaveLength(7));
});
