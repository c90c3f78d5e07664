import { reportText } from './text.mjs';

const row = { what: 'a heartbeat', unit: 'µs', ours: 20, spread: [19, 21], peers: { java: 40 }, ratio: 0.5 };
const bench = (rows, load = 0.1) => ({
  name: 'registry',
  at: '2026-11-25',
  machine: 'a processor, 2 cores',
  versions: { node: 'v20.20.2', java: 'OpenJDK 17' },
  load,
  rows,
});

describe('the report', () => {
  it('says that nothing moved', () => {
    const text = reportText({
      isQuick: false,
      benches: [bench([{ ...row, verdict: 'same', change: 0.04 }])],
    });
    expect(text).toContain('1 figures; 0 moved; 0 miss their target.');
    expect(text).toContain('Nothing moved beyond the noise.');
    expect(text).toContain('2026-11-25, a processor, 2 cores, load before 0.10; Node v20.20.2; OpenJDK 17.');
    expect(text).toMatch(
      /\| a heartbeat \| µs +\| 20.0 +\| 19.0 to 21.0 \| 40.0 \| +\| 0.50 +\|.*\| \+4 % +\|/,
    );
    expect(text).not.toContain('busy');
  });

  it('begins with what moved, what was not measured, and whether the machine was busy', () => {
    const moved = { ...row, before: 10, verdict: 'worse', change: 1, target: 'at most 10 µs', isMet: false };
    const text = reportText({
      isQuick: true,
      benches: [bench([moved], 3)],
      failed: [{ name: 'start', reason: 'it ended with 1' }],
    });
    expect(text).toContain('# Benchmarks, quick run');
    expect(text).toContain('1 moved; 1 miss their target.');
    expect(text).toMatch(/\| registry: a heartbeat \| µs +\| 10.0 +\| 20.0 \| \+100 % \| \*\*worse\*\* \|/);
    expect(text).toContain('- not measured: start (it ended with 1)');
    expect(text).toContain('The machine was busy (load before a bench up to 3.0)');
  });
});
