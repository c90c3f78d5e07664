// Turns figures into rows: the cost on each server, the ratio, the target, and whether it was met.
import { coldCount } from './cold.mjs';
import { few, many, most } from './stages.mjs';

const one = (value) => value && { median: value, least: value, most: value };
const pick = (figures, key) =>
  Object.fromEntries(['ours', 'java', 'bare'].map((kind) => [kind, figures?.[kind] && key(figures[kind])]));

/** @param limits targets as shares of the figures of Java and of the bare server */
function row(name, unit, { ours, java, bare }, limits = {}) {
  const peers = { java, bare };
  const known = Object.entries(limits).filter(([kind]) => ours && peers[kind]);
  const words = Object.entries(limits).map(
    ([kind, limit]) => `${Number(limit.toFixed(2))} × ${titles[kind]}`,
  );
  return {
    name,
    unit,
    ours,
    java,
    bare,
    ratio: ours && java && ours.median / java.median,
    aim: words.length > 0 ? `at most ${words.join(' and ')}` : undefined,
    reached:
      known.length > 0
        ? known.every(([kind, limit]) => ours.median <= limit * peers[kind].median)
        : undefined,
  };
}

const titles = { java: 'Java', bare: 'bare' };

/** @param figures from the stages; a stage that did not run has no row */
export function rowsOf(figures) {
  const operations = operationNames(figures);
  return [
    ...operations.map(({ key, name, limits }) =>
      row(
        name,
        'µs',
        pick(figures[key], (each) => each.cpuUs),
        limits,
      ),
    ),
    ...largeRegistryRow(figures),
    ...churnRows(figures),
    ...(figures.steadyState
      ? [row(`${many} instances in steady state`, '% of a core', shares(figures.steadyState), { java: 0.5 })]
      : []),
    ...startRows(figures),
  ];
}

/** Responses per second where the server, not the load generator, was the limit. */
export const throughputOf = (figures) =>
  warmOperations(figures).map(({ key, name }) => {
    const { ours, java, bare } = pick(figures[key], (each) =>
      each.isSaturated ? each.perSecond : undefined,
    );
    return { name, unit: '1/s', ours, java, bare, ratio: ours && java && ours.median / java.median };
  });

const warmOperations = (figures) => operationNames(figures).filter(({ key }) => !key.startsWith('cold-'));

function operationNames(figures) {
  const sizes = [few, many];
  const registration = { java: 0.4, bare: 1.5 };
  return [
    ...sizes.map((size) => ({
      key: `heartbeat-${size}`,
      name: `heartbeat, ${size} instances`,
      limits: { java: 0.4, bare: 1.15 },
    })),
    ...sizes.map((size) => ({
      key: `register-again-${size}`,
      name: `re-register, ${size} instances`,
      limits: registration,
    })),
    { key: `register-new-${many}`, name: `register new, ${many} instances`, limits: registration },
    { key: 'cold-register', name: `first ${coldCount} registrations`, limits: registration },
    { key: 'cold-heartbeat', name: `first ${coldCount} heartbeats`, limits: { java: 0.4, bare: 1.15 } },
    { key: 'delta', name: 'delta under churn, gzip JSON', limits: { java: 0.4 } },
    ...['json', 'xml'].flatMap((format) =>
      sizes.flatMap((size) => [
        { key: `apps-${format}-gzip-${size}`, name: `apps, gzip ${format}, ${size}`, limits: { java: 0.3 } },
        { key: `apps-${format}-${size}`, name: `apps, plain ${format}, ${size}` },
      ]),
    ),
  ].filter(({ key }) => figures[key]);
}

/** Compares our server with itself: the cost of a heartbeat must not grow with the registry. */
function largeRegistryRow(figures) {
  const large = figures[`heartbeat-${many}`]?.large?.cpuUs;
  const usual = figures[`heartbeat-${few}`]?.ours?.cpuUs;
  if (!large || !usual) return [];
  const growth = large.median / usual.median;
  const aim = `at most 20 % above ${few} (${((growth - 1) * 100).toFixed(0)} %)`;
  return [{ name: `heartbeat, ${most} instances`, unit: 'µs', ours: large, aim, reached: growth <= 1.2 }];
}

const shares = (figures) => pick(figures, ({ share }) => one(share * 100));

function churnRows(figures) {
  return Object.entries(figures)
    .filter(([key]) => key.startsWith('churn-'))
    .flatMap(([key, each]) => {
      const isAim = key.endsWith(`gzip-${many}`);
      const name = `10 changes and 10 reads/s, ${key.slice('churn-'.length)}`;
      const age = pick(each, ({ oldestMs }) => ({ median: oldestMs, least: oldestMs, most: oldestMs }));
      return [
        row(name, '% of a core', shares(each), isAim ? { java: 1 } : {}),
        {
          name: `${name}: oldest response`,
          unit: 'ms',
          ...age,
          aim: 'at most 50 ms',
          reached: each.ours && each.ours.oldestMs <= 50,
        },
      ];
    });
}

function startRows({ startUp, memory, peakMib }) {
  const rows = [];
  if (startUp) {
    rows.push(
      row(
        'start-up, CPU',
        's',
        pick(startUp, ({ cpuSeconds }) => cpuSeconds),
        { java: 0.05 },
      ),
    );
    rows.push(
      row(
        'start-up, wall time on two cores',
        's',
        pick(startUp, ({ wallSeconds }) => wallSeconds),
        { java: 0.05 },
      ),
    );
  }
  const third = { java: 1 / 3 };
  if (memory) {
    rows.push(
      row(
        'memory, idle',
        'MiB',
        pick(memory, ({ idleMib }) => one(idleMib)),
        third,
      ),
    );
    rows.push(
      row(
        `memory, ${many} instances`,
        'MiB',
        pick(memory, ({ heldMib }) => one(heldMib)),
        third,
      ),
    );
  }
  if (memory?.ours?.page) {
    const page = pick(memory, (each) => each.page);
    const reached = page.ours.median <= 100;
    rows.push({
      name: `registry page, ${many} instances: first byte`,
      unit: 'ms',
      ...page,
      aim: 'at most 100 ms',
      reached,
    });
  }
  if (peakMib) rows.push(row('memory, peak of the whole run', 'MiB', pick(peakMib, one), third));
  return rows;
}
