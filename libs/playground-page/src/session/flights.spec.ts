import type { PlayMessage } from '@eureka-nest/playground';
import { Flights, FLIGHT_MS } from './flights.js';

const message = (id: number, from: string, to: string, sentAt: number): PlayMessage => ({
  id,
  from,
  to,
  sentAt,
  arrivesAt: sentAt + 3,
  kind: 'heartbeat',
  outcome: 'ok',
  line: '',
  headers: {},
  body: '',
  decides: { file: '', symbol: '' },
});
const request = message(1, 'payment-8001', 'eureka-7001', 1_000);
const response = message(2, 'eureka-7001', 'payment-8001', 1_003);
const idsAt = (flights: Flights, wall: number) => flights.shown(wall, 0).map(({ id }) => id);

it('shows a message long enough to be seen, and its response after it', () => {
  const flights = new Flights();
  flights.add([request, response], 5_000);
  expect(idsAt(flights, 5_000)).toEqual([1]);
  expect(idsAt(flights, 5_000 + FLIGHT_MS - 1)).toEqual([1]);
  expect(idsAt(flights, 5_000 + FLIGHT_MS)).toEqual([2]);
  expect(flights.isIdle(5_000 + FLIGHT_MS)).toBe(false);
  expect(flights.isIdle(5_000 + 2 * FLIGHT_MS)).toBe(true);
});

it('places a message between its ends by the time of the picture', () => {
  const flights = new Flights();
  flights.add([request], 5_000);
  const [shown] = flights.shown(5_000 + FLIGHT_MS / 2, 77_000);
  expect(shown).toMatchObject({ sentAt: 77_000 - FLIGHT_MS / 2, arrivesAt: 77_000 + FLIGHT_MS / 2 });
});

it('shows each message once, and none from before a reset', () => {
  const flights = new Flights();
  flights.add([request], 0);
  flights.add([request, response], 10);
  expect(idsAt(flights, FLIGHT_MS)).toEqual([2]);
  flights.reset([request, response]);
  flights.add([request, response], 20);
  expect(flights.isIdle(20)).toBe(true);
});

it('keeps a bounded number', () => {
  const flights = new Flights();
  flights.add(
    Array.from({ length: 500 }, (_, index) => message(index + 1, `a-${index}`, 'b', 0)),
    0,
  );
  expect(flights.shown(1, 0)).toHaveLength(80);
});
