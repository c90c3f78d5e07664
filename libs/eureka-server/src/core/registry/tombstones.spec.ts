import { Tombstones, type Tombstone } from './tombstones.js';

const anHour = 3_600_000;
const now = 1_750_000_000_000;
const leaving = (id: string, given: Partial<Tombstone> = {}): Tombstone => ({
  app: 'SHOP',
  id,
  lastDirtyTimestamp: 100,
  at: now,
  how: 'cancelled',
  ...given,
});
const shop = new Set(['SHOP']);
const idsOf = (departures: readonly Tombstone[]) => departures.map(({ id }) => id);

describe('the departures', () => {
  it('tell who left, and as which version', () => {
    const departures = new Tombstones();
    departures.add(leaving('web-1'));
    expect(departures.of('SHOP', 'web-1')).toEqual(leaving('web-1'));
    expect(departures.of('OTHER', 'web-1')).toBeUndefined();
  });

  it('forget whoever came back', () => {
    const departures = new Tombstones();
    departures.add(leaving('web-1'));
    departures.remove('SHOP', 'web-1');
    expect([departures.of('SHOP', 'web-1'), departures.size]).toEqual([undefined, 0]);
  });

  it('know of two leavings of one instance the later', () => {
    const departures = new Tombstones();
    departures.add(leaving('web-1'));
    departures.add(leaving('web-1', { lastDirtyTimestamp: 200, at: now + 1 }));
    expect(departures.of('SHOP', 'web-1')?.lastDirtyTimestamp).toBe(200);
    expect(departures.size).toBe(1);
  });

  it('tell peers of those who cancelled, of the applications asked for: an eviction is each registry’s own', () => {
    const departures = new Tombstones();
    departures.add(leaving('web-1'));
    departures.add(leaving('web-2', { how: 'evicted' }));
    departures.add(leaving('web-3', { app: 'OTHER' }));
    expect(idsOf(departures.cancelledOf(shop, now))).toEqual(['web-1']);
  });

  it('last an hour', () => {
    const departures = new Tombstones();
    departures.add(leaving('web-1'));
    expect(idsOf(departures.cancelledOf(shop, now + anHour - 1))).toEqual(['web-1']);
    expect(departures.cancelledOf(shop, now + anHour)).toEqual([]);
    expect(departures.size).toBe(0);
  });

  it('are no more than 20,000, the latest ones', () => {
    const departures = new Tombstones();
    for (let index = 0; index <= 20_000; index++) departures.add(leaving(`web-${index}`));
    expect(departures.size).toBe(20_000);
    expect(departures.of('SHOP', 'web-0')).toBeUndefined();
    expect(departures.of('SHOP', 'web-20000')).toBeDefined();
  });
});
