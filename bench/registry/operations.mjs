// Operations with prepared requests: none is built during the measurement.
import { cancel, heartbeat, read, register } from './requests.mjs';
import { InvalidFigureError, refuseWrongResponses } from './validity.mjs';
import { saturate } from './load.mjs';

const each = (count, make) => {
  const made = Array.from({ length: count }, (_, number) => make(number));
  return (n) => made[n % count];
};

export const heartbeats = ({ port }, count) => ({
  name: `heartbeat, ${count} instances`,
  expected: 200,
  next: each(count, (number) => heartbeat(port, number)),
});

export const reRegister = ({ port }, count) => ({
  name: `re-register, ${count} instances`,
  expected: 204,
  next: each(count, (number) => register(port, number)),
});

/** @param length of a response whose content was checked */
export const readAll = ({ port }, form, length) => ({
  name: `apps ${form.format}${form.gzip ? ' gzip' : ''}`,
  expected: 200,
  length,
  next: each(1, () => read(port, 'apps/', form)),
});

export const readDelta = ({ port }) => ({
  name: 'delta',
  expected: 200,
  next: each(1, () => read(port, 'apps/delta')),
});

/** @param from the first number that is not registered; `most` requests are prepared */
export const registerNew = ({ port }, from, most) => ({
  name: 'register new',
  expected: 204,
  next: each(most, (number) => register(port, from + number)),
});

/** Registers the instances from one number up to another. */
export const populate = (server, from, to) =>
  once(server, 'registering', to - from, (n) => register(server.port, from + n), 204);

export const cancelFrom = (server, from, to) =>
  once(server, 'cancelling', to - from, (n) => cancel(server.port, from + n), 200);

async function once({ kind, port }, name, most, next, expected) {
  const tally = await saturate({ port, next, expected, most, connections: 32, durationMs: 600_000 });
  refuseWrongResponses(`${kind}: ${name}`, tally);
  if (tally.answered < most) throw new InvalidFigureError(`${kind}: ${name}: ${tally.answered} of ${most}`);
}
