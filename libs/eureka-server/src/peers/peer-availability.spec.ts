import { PeerAvailability } from './peer-availability.js';

const logged: string[] = [];
const logger = {
  log: (line: string) => logged.push(line),
  warn: (line: string) => logged.push(`warn ${line}`),
};
const url = 'http://b/eureka/';
beforeEach(() => (logged.length = 0));

describe('the availability of a peer', () => {
  it('is logged and reported as a change once when the peer responds', () => {
    const availability = new PeerAvailability(url, logger);
    expect(availability.state).toBe('unknown');
    expect([availability.responded(10), availability.responded(20)]).toEqual([true, false]);
    expect([availability.state, availability.since]).toEqual(['up', 10]);
    expect(logged).toEqual([`peer ${url} is up`]);
  });

  it('counts a peer as gone after thirty seconds without a response, and no longer after one', () => {
    const availability = new PeerAvailability(url, logger);
    const isGone = (now: number) => availability.isGone(now);
    expect(isGone(9_000)).toBe(false);
    availability.failed('ECONNREFUSED', false, 10_000);
    availability.failed('ECONNREFUSED', false, 14_000);
    expect([isGone(39_999), isGone(40_000)]).toEqual([false, true]);
    availability.responded(40_000);
    expect(isGone(99_000)).toBe(false);
  });

  it('is logged once, as a warning, when the peer goes down, however often it is asked', () => {
    const availability = new PeerAvailability(url, logger);
    availability.responded(0);
    for (let now = 100; now < 5_000; now += 100) availability.failed('ECONNREFUSED', false, now);
    availability.responded(5_000);
    expect(logged).toEqual([
      `peer ${url} is up`,
      `warn peer ${url} is down: retrying (ECONNREFUSED)`,
      `peer ${url} is up`,
    ]);
  });

  it('causes no warning for a peer that was never up', () => {
    const availability = new PeerAvailability(url, logger);
    availability.failed('ECONNREFUSED', false, 7);
    availability.failed('EHOSTUNREACH', false, 8);
    expect(logged).toEqual([`peer ${url} is not up yet: retrying (ECONNREFUSED)`]);
    expect([availability.state, availability.since, availability.reason]).toEqual([
      'down',
      7,
      'ECONNREFUSED',
    ]);
  });

  it('is logged once a minute while the peer repeats one invalid response', () => {
    const availability = new PeerAvailability(url, logger);
    availability.responded(0);
    for (let now = 1_000; now < 61_000; now += 1_000) {
      availability.failed('it answered 500', true, now);
      availability.responded(now + 500);
    }
    expect(logged).toHaveLength(3);
    availability.failed('it answered 500', true, 61_000);
    availability.responded(61_500);
    expect(logged).toHaveLength(5);
  });

  it('is logged at once when the peer goes down for another reason', () => {
    const availability = new PeerAvailability(url, logger);
    availability.responded(0);
    availability.failed('it answered 503', true, 1_000);
    availability.responded(2_000);
    availability.failed('it answered 500', true, 3_000);
    expect(logged.at(-1)).toBe(`warn peer ${url} is down: retrying (it answered 500)`);
  });

  it('is logged when a peer that came up late goes down soon after', () => {
    const availability = new PeerAvailability(url, logger);
    availability.failed('ECONNREFUSED', false, 0);
    availability.responded(10_000);
    availability.failed('ECONNREFUSED', false, 20_000);
    availability.responded(30_000);
    expect(logged).toEqual([
      `peer ${url} is not up yet: retrying (ECONNREFUSED)`,
      `peer ${url} is up`,
      `warn peer ${url} is down: retrying (ECONNREFUSED)`,
      `peer ${url} is up`,
    ]);
  });

  it('is logged each time when a peer goes down again within a minute', () => {
    const availability = new PeerAvailability(url, logger);
    availability.responded(0);
    for (const now of [1_000, 2_000, 3_000]) {
      availability.failed('ECONNREFUSED', false, now);
      availability.responded(now + 500);
    }
    expect(logged).toHaveLength(7);
  });
});
