// From figures to rows: what each pair needed, the ratio, what was aimed at, and whether that was reached.
const one = (value) => (value === undefined ? undefined : { median: value, least: value, most: value });
const percent = (spread) =>
  spread && { median: spread.median * 100, least: spread.least * 100, most: spread.most * 100 };

/** @param key takes the figure out of what was measured of a kind */
function row(name, unit, figures, key, aim = undefined) {
  if (!figures) return [];
  const of = (kind) => (figures[kind] ? key(figures[kind]) : undefined);
  const { ours, java, tuned } = { ours: of('ours'), java: of('java'), tuned: of('tuned') };
  // Of parts of a whole it would say nothing.
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
const third = ofJava(1 / 3, 'a third of Java');

const neverIn = ({ never, count }) => one((100 * never) / count);

function lagRows(name, figures, aims = {}) {
  return [
    ...row(`${name}: at B, median`, 'ms', figures, ({ instance }) => one(instance.median), aims.median),
    ...row(`${name}: at B, 99 %`, 'ms', figures, ({ instance }) => one(instance.p99), aims.p99),
    ...row(`${name}: in B's answers, median`, 'ms', figures, ({ app }) => one(app.median), aims.median),
    ...row(`${name}: in B's answers, 99 %`, 'ms', figures, ({ app }) => one(app.p99), aims.p99),
    ...row(`${name}: at B never`, '%', figures, ({ instance }) => neverIn(instance)),
    ...row(`${name}: in B's answers never`, '%', figures, ({ app }) => neverIn(app)),
  ];
}

function fullRows(name, figures) {
  return [
    ...row(`${name} at full speed`, '1/s', figures, ({ perSecond }) => perSecond),
    ...row(`${name}: of them told to B`, '%', figures, ({ told }) => percent(told)),
    ...row(`${name}: busy, A`, '%', figures, ({ a }) => percent(a)),
    ...row(`${name}: busy, B`, '%', figures, ({ b }) => percent(b)),
    ...row(`${name}: busy, the load`, '%', figures, ({ load }) => percent(load)),
    ...row(`${name}: batches without an answer`, '%', figures, ({ unanswered, requests }) =>
      one(requests > 0 ? (100 * unanswered) / requests : 0),
    ),
  ];
}

/** @param figures as the stages give them; what was not measured has no row */
export function rowsOf({ heartbeats, registrations, quiet, loaded, cost, living }) {
  return [
    ...fullRows('heartbeats', heartbeats),
    ...fullRows('registrations', registrations),
    ...lagRows('lag, 1,000 changes/s', loaded, { median: atMost(50, 'ms'), p99: atMost(500, 'ms') }),
    ...lagRows('lag, quiet', quiet),
    ...row('a heartbeat that is not told', 'µs', cost, ({ directUs }) => directUs),
    ...row('telling one, at A', 'µs', cost, ({ senderUs }) => senderUs),
    ...row('being told one, at B', 'µs', cost, ({ receiverUs }) => receiverUs),
    ...row('a replicated heartbeat, both', 'µs', cost, ({ bothUs }) => bothUs, third),
    ...row('a replicated heartbeat, 5,000/s', 'bytes', cost, ({ bytes }) => bytes),
    ...row('a replicated heartbeat, 333/s', 'bytes', living, ({ bytes }) => one(bytes)),
    ...row('heartbeats in a batch, 5,000/s', '', cost, ({ perBatch }) => perBatch),
    ...row('told, 5,000/s', '%', cost, ({ told }) => percent(told)),
    ...row('10,000 living, A', '% of a core', living, ({ a }) => one(a * 100), atMost(15, '%')),
    ...row('10,000 living, B', '% of a core', living, ({ b }) => one(b * 100), atMost(15, '%')),
    ...row('10,000 living, memory of A', 'MiB', living, ({ memory }) => one(memory[0])),
  ];
}
