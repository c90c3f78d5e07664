// Turns figures into rows: the cost on each pair, the ratio, the target, and whether it was met.
const one = (value) => (value === undefined ? undefined : { median: value, least: value, most: value });
const percent = (spread) =>
  spread && { median: spread.median * 100, least: spread.least * 100, most: spread.most * 100 };

/** @param key gets the figure from the measurements of one kind of server */
function row(name, unit, figures, key, aim = undefined) {
  if (!figures) return [];
  const of = (kind) => (figures[kind] ? key(figures[kind]) : undefined);
  const { ours, java, tuned } = { ours: of('ours'), java: of('java'), tuned: of('tuned') };
  // A ratio of percentages is meaningless.
  const isRatio = unit !== '%' && ours && java && java.median > 0;
  const ratio = isRatio ? ours.median / java.median : undefined;
  const reached = aim && ours ? aim.isReached({ ours: ours.median, ratio }) : undefined;
  return [{ name, unit, ours, java, tuned, ratio, aim: aim?.text, reached }];
}

const atMost = (most, unit) => ({
  text: `at most ${most} ${unit}`,
  isReached: ({ ours }) => ours <= most,
});
const ofJava = (part, text) => ({
  text,
  isReached: ({ ratio }) => (ratio === undefined ? undefined : ratio <= part),
});
const third = ofJava(1 / 3, 'at most a third of Java');

const neverIn = ({ never, count }) => one((100 * never) / count);

function lagRows(name, figures, aims = {}) {
  return [
    ...row(
      `${name}: instance read, median`,
      'ms',
      figures,
      ({ instance }) => one(instance.median),
      aims.median,
    ),
    ...row(`${name}: instance read, 99 %`, 'ms', figures, ({ instance }) => one(instance.p99), aims.p99),
    ...row(`${name}: application read, median`, 'ms', figures, ({ app }) => one(app.median), aims.median),
    ...row(`${name}: application read, 99 %`, 'ms', figures, ({ app }) => one(app.p99), aims.p99),
    ...row(`${name}: instance read, never`, '%', figures, ({ instance }) => neverIn(instance)),
    ...row(`${name}: application read, never`, '%', figures, ({ app }) => neverIn(app)),
  ];
}

function fullRows(name, figures) {
  return [
    ...row(`${name}, maximum rate`, '1/s', figures, ({ perSecond }) => perSecond),
    ...row(`${name}: replicated to B`, '%', figures, ({ replicated }) => percent(replicated)),
    ...row(`${name}: CPU of A`, '%', figures, ({ a }) => percent(a)),
    ...row(`${name}: CPU of B`, '%', figures, ({ b }) => percent(b)),
    ...row(`${name}: CPU of the load generator`, '%', figures, ({ load }) => percent(load)),
    ...row(`${name}: batches without a response`, '%', figures, ({ unanswered, requests }) =>
      one(requests > 0 ? (100 * unanswered) / requests : 0),
    ),
  ];
}

/** @param figures from the stages; a stage that did not run has no row */
export function rowsOf({ heartbeats, registrations, quiet, loaded, cost, steadyState }) {
  return [
    ...fullRows('heartbeats', heartbeats),
    ...fullRows('registrations', registrations),
    ...lagRows('lag, 1,000 changes/s', loaded, { median: atMost(50, 'ms'), p99: atMost(500, 'ms') }),
    ...lagRows('lag, quiet', quiet),
    ...row('heartbeat without replication', 'µs', cost, ({ directUs }) => directUs),
    ...row('sending one replica, at A', 'µs', cost, ({ senderUs }) => senderUs),
    ...row('receiving one replica, at B', 'µs', cost, ({ receiverUs }) => receiverUs),
    ...row('replicating one heartbeat, both nodes', 'µs', cost, ({ bothUs }) => bothUs, third),
    ...row('traffic per replicated heartbeat, 5,000/s', 'bytes', cost, ({ bytes }) => bytes),
    ...row('traffic per replicated heartbeat, 333/s', 'bytes', steadyState, ({ bytes }) => one(bytes)),
    ...row('heartbeats per batch, 5,000/s', '', cost, ({ perBatch }) => perBatch),
    ...row('replicated, 5,000/s', '%', cost, ({ replicated }) => percent(replicated)),
    ...row(
      '10,000 instances in steady state, A',
      '% of a core',
      steadyState,
      ({ a }) => one(a * 100),
      atMost(15, '%'),
    ),
    ...row(
      '10,000 instances in steady state, B',
      '% of a core',
      steadyState,
      ({ b }) => one(b * 100),
      atMost(15, '%'),
    ),
    ...row('10,000 instances in steady state, memory of A', 'MiB', steadyState, ({ memory }) =>
      one(memory[0]),
    ),
  ];
}
