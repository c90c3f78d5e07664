// Operations on a sample of the instances, spread over the whole registry: with prepared requests
// for all of 300,000, the load generator would measure its own memory.
import { cancel, heartbeat, register } from '../registry/requests.mjs';

const sampleSize = 5_000;
/** A prime, so that successive requests are for different applications. */
const stride = 7_919;

const sampleOf = (count) =>
  Array.from({ length: Math.min(count, sampleSize) }, (_, n) => (n * stride) % count);

const cycle = (numbers, make) => {
  const made = numbers.map(make);
  return (n) => made[n % made.length];
};

export const heartbeats = ({ port }, count) => ({
  name: 'heartbeat',
  expected: 200,
  next: cycle(sampleOf(count), (number) => heartbeat(port, number)),
});

export const reRegister = ({ port }, count) => ({
  name: 're-register',
  expected: 204,
  next: cycle(sampleOf(count), (number) => register(port, number)),
});

const newNumbers = (count, most) => Array.from({ length: most }, (_, n) => count + n);

export const registerNew = ({ port }, count, most) => ({
  name: 'register new',
  expected: 204,
  next: cycle(newNumbers(count, most), (number) => register(port, number)),
});

export const cancelNew = ({ port }, count, most) => ({
  name: 'cancel',
  expected: 200,
  next: cycle(newNumbers(count, most), (number) => cancel(port, number)),
});
