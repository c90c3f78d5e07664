import { digits, shown, table, wrapped } from '../markdown.mjs';
import { machineLine } from '../registry/machine.mjs';

/** Largest growth of a cost from the smallest to the largest registry. */
const mostGrowth = 1.2;
const mostKib = 4;
const kibAt = 100_000;

/** Rows with a figure per size, and the growth from the first to the last. */
export function rowsOf({ sizes, sweeps, operations: { costs, feed, memory } }) {
  const row = (name, unit, of, aim) => {
    const values = sizes.map(of);
    const growth = medianOf(values.at(-1)) / medianOf(values[0]);
    return { name, unit, values, ...aim?.(growth) };
  };
  const flat = (growth) => ({ growth, aim: 'at most 20 % more', reached: growth <= mostGrowth });
  const small = () => ({
    aim: `at most ${mostKib} KiB at ${kibAt}`,
    reached: memory[kibAt] && memory[kibAt].readKib <= mostKib,
  });
  return [
    ...Object.keys(costs).map((name) => row(name, 'µs', (size) => costs[name][size], flat)),
    row('change until its event has arrived', 'ms', (size) => feed[size], flat),
    row('eviction: search, per instance', 'ns', (size) => sweeps[size].searchedNs, flat),
    row('eviction: per evicted instance', 'µs', (size) => sweeps[size].evictedUs, flat),
    row('eviction: longest turn', 'ms', (size) => sweeps[size].longestMs),
    row('memory per instance', 'KiB', (size) => memory[size].listedKib),
    row('memory per instance, after two forms were read', 'KiB', (size) => memory[size].readKib, small),
  ];
}

const medianOf = (value) => (typeof value === 'number' ? value : value.median);
const text = (value) => (typeof value === 'number' ? digits(value) : shown(value));

/** Formats the results as Markdown. */
export function tableOf(results) {
  const { machine, sizes, million } = results;
  const rows = rowsOf(results);
  const missed = rows.filter(({ reached }) => reached === false);
  return [
    machineLine(machine),
    `Medians of ${machine.rounds} rounds, with minimum and maximum in brackets.`,
    `It misses its target in ${missed.length} of ${rows.filter(({ aim }) => aim).length} rows.`,
    '',
    table(
      ['instances', 'unit', ...sizes.map(String), 'growth', 'target', 'met'],
      rows.map(({ name, unit, values, growth, aim, reached }) => [
        name,
        unit,
        ...values.map(text),
        growth?.toFixed(2),
        aim,
        reached === undefined ? undefined : reached ? 'yes' : '**no**',
      ]),
    ),
    ...(million ? ['', wrapped(millionLine(million))] : []),
  ].join('\n');
}

const millionLine = ({ count, memoryKib, cpuUs, perSecond, share }) =>
  `${count} instances on one server: ${memoryKib.toFixed(1)} KiB per instance, ${cpuUs.toFixed(1)} µs per heartbeat. ` +
  `A heartbeat every 30 s each would take ${(share * 100).toFixed(0)} % of a core; one core answered ` +
  `${Math.round(perSecond)} heartbeats a second, enough for one every ${Math.ceil(count / perSecond)} s.`;
