import { join } from 'node:path';
import { headlineOf } from './headline.mjs';
import { benchesIn, benchOf } from './rows.mjs';

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

const machine = { date: '2026-11-28', cpu: 'a processor', cores: 2, loadBefore: 0.2, node: 'v20.20.2' };

describe('the rows', () => {
  it('of stalls have a limit beside reads, by the number of instances', () => {
    const waits = { size: 10_000, worstMs: 12, p999Ms: 3, tookMs: 400 };
    const rows = [
      { what: 'a first read of apps', ...waits },
      { what: 'a mass registration', ...waits },
    ];
    const found = benchOf('stall', { machine, rows });
    expect(found).toMatchObject({ at: '2026-11-28', machine: 'a processor, 2 cores', load: 0.2 });
    expect(found.rows).toMatchObject([
      {
        what: 'heartbeat beside a first read of apps, 10000 instances',
        ours: 12,
        spread: [3, 12],
        target: 'at most 10 ms',
        isMet: false,
      },
      { what: 'heartbeat beside a mass registration, 10000 instances' },
    ]);
    expect(found.rows[1]).not.toHaveProperty('target');
  });

  it('of growth compare the largest registry with the smallest', () => {
    const at = (small, large) => ({ 1000: small, 10000: large });
    const spread = { median: 11, least: 10, most: 12 };
    const { rows } = benchOf('growth', {
      machine,
      sizes: [1000, 10000],
      sweeps: at({ evictedUs: 1 }, { evictedUs: 2 }),
      operations: {
        costs: { heartbeat: at({ ...spread, median: 10 }, spread) },
        feed: at(1, 1),
        memory: at({ listedKib: 9, readKib: 9 }, { listedKib: 2, readKib: 3 }),
      },
    });
    const aims = rows.filter(({ target }) => target).map(({ what, isMet }) => [what, isMet]);
    expect(aims).toEqual([
      ['heartbeat, 10000 instances', true],
      ['change until its event has arrived, 10000 instances', true],
      ['eviction, per evicted instance, 10000 instances', false],
    ]);
    expect(rows[1]).toMatchObject({ ours: 11, spread: [10, 12], unit: 'µs' });
  });
});
