import { heartbeat, namesOf, read, register } from '../registry/requests.mjs';

/** The request as a peer would replicate it, so that the receiver does not replicate it. */
export function asPeer(request) {
  const end = request.indexOf('\r\n') + 2;
  const header = Buffer.from('x-netflix-discovery-replication: true\r\n');
  return Buffer.concat([request.subarray(0, end), header, request.subarray(end)]);
}

/** Prepares requests before the measurement. */
const prepared = (count, make) => {
  const made = Array.from({ length: count }, (_, number) => make(number));
  return (n) => made[n % count];
};

export const heartbeatsOf = (port, from, to) => ({
  name: 'heartbeat',
  expected: 200,
  next: prepared(to - from, (n) => heartbeat(port, from + n)),
});

export const peerHeartbeatsOf = (port, from, to) => ({
  name: 'heartbeat of a peer',
  expected: 200,
  next: prepared(to - from, (n) => asPeer(heartbeat(port, from + n))),
});

export const registrationsOf = (port, count) => ({
  name: 'registration',
  expected: 204,
  next: prepared(count, (n) => register(port, n)),
});

const plain = { gzip: false };

/** Reads one instance from the registry; Java does not cache this response. */
export function readInstance(port, number) {
  const { app, id } = namesOf(number);
  return read(port, `apps/${app}/${id}`, plain);
}

/**
 * Reads its application, which Java serves from the same cache as `apps`, but which stays small.
 */
export const readApp = (port, number) => read(port, `apps/${namesOf(number).app}`, plain);
