import { heartbeat, namesOf, read, register } from '../registry/requests.mjs';

/** The same request as a peer would pass it on: it is told to nobody. */
export function asPeer(request) {
  const end = request.indexOf('\r\n') + 2;
  const header = Buffer.from('x-netflix-discovery-replication: true\r\n');
  return Buffer.concat([request.subarray(0, end), header, request.subarray(end)]);
}

/** Made before the clock runs. */
const ready = (count, make) => {
  const made = Array.from({ length: count }, (_, number) => make(number));
  return (n) => made[n % count];
};

export const heartbeatsOf = (port, from, to) => ({
  name: 'heartbeat',
  expected: 200,
  next: ready(to - from, (n) => heartbeat(port, from + n)),
});

export const silentHeartbeatsOf = (port, from, to) => ({
  name: 'heartbeat that is not passed on',
  expected: 200,
  next: ready(to - from, (n) => asPeer(heartbeat(port, from + n))),
});

export const registrationsOf = (port, count) => ({
  name: 'registration',
  expected: 204,
  next: ready(count, (n) => register(port, n)),
});

const plain = { gzip: false };

/** The instance itself, as the registry holds it: Java keeps no copy of that answer. */
export function readInstance(port, number) {
  const { app, id } = namesOf(number);
  return read(port, `apps/${app}/${id}`, plain);
}

/** Its application, answered from the same copies as `apps` and `apps/delta`, but small however much else changes. */
export const readApp = (port, number) => read(port, `apps/${namesOf(number).app}`, plain);
