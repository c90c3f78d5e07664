import { PeerAvailability } from './peer-availability.js';

const told: string[] = [];
const logger = { log: (line: string) => told.push(line), warn: (line: string) => told.push(`warn ${line}`) };
const url = 'http://b/eureka/';
beforeEach(() => (told.length = 0));

describe('that a peer', () => {
  it('answers is told once, and is news once', () => {
    const presence = new PeerAvailability(url, logger);
    expect(presence.state).toBe('not asked yet');
    expect([presence.answered(10), presence.answered(20)]).toEqual([true, false]);
    expect([presence.state, presence.since]).toEqual(['up', 10]);
    expect(told).toEqual([`peer ${url} is up`]);
  });

  it('went away is told once, as a warning, however often it is asked', () => {
    const presence = new PeerAvailability(url, logger);
    presence.answered(0);
    for (let now = 100; now < 5_000; now += 100) presence.failed('ECONNREFUSED', false, now);
    presence.answered(5_000);
    expect(told).toEqual([
      `peer ${url} is up`,
      `warn peer ${url} went away: retrying (ECONNREFUSED)`,
      `peer ${url} is up`,
    ]);
  });

  it('was never there is no warning', () => {
    const presence = new PeerAvailability(url, logger);
    presence.failed('ECONNREFUSED', false, 7);
    presence.failed('EHOSTUNREACH', false, 8);
    expect(told).toEqual([`peer ${url} is not up yet: retrying (ECONNREFUSED)`]);
    expect([presence.state, presence.since, presence.reason]).toEqual(['away', 7, 'ECONNREFUSED']);
  });

  it('answers the same nonsense now and then is told once a minute, with its return', () => {
    const presence = new PeerAvailability(url, logger);
    presence.answered(0);
    for (let now = 1_000; now < 61_000; now += 1_000) {
      presence.failed('it answered 500', true, now);
      presence.answered(now + 500);
    }
    expect(told).toHaveLength(3);
    presence.failed('it answered 500', true, 61_000);
    presence.answered(61_500);
    expect(told).toHaveLength(5);
  });

  it('goes for another reason is told at once', () => {
    const presence = new PeerAvailability(url, logger);
    presence.answered(0);
    presence.failed('it answered 503', true, 1_000);
    presence.answered(2_000);
    presence.failed('it answered 500', true, 3_000);
    expect(told.at(-1)).toBe(`warn peer ${url} went away: retrying (it answered 500)`);
  });

  it('was not up yet when this server started does not hide that it went away soon after it came', () => {
    const presence = new PeerAvailability(url, logger);
    presence.failed('ECONNREFUSED', false, 0);
    presence.answered(10_000);
    presence.failed('ECONNREFUSED', false, 20_000);
    presence.answered(30_000);
    expect(told).toEqual([
      `peer ${url} is not up yet: retrying (ECONNREFUSED)`,
      `peer ${url} is up`,
      `warn peer ${url} went away: retrying (ECONNREFUSED)`,
      `peer ${url} is up`,
    ]);
  });

  it('falls again within a minute is told each time: its changes wait', () => {
    const presence = new PeerAvailability(url, logger);
    presence.answered(0);
    for (const now of [1_000, 2_000, 3_000]) {
      presence.failed('ECONNREFUSED', false, now);
      presence.answered(now + 500);
    }
    expect(told).toHaveLength(7);
  });
});
