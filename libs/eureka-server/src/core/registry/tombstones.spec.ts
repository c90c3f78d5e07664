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
const idsOf = (tombstones: readonly Tombstone[]) => tombstones.map(({ id }) => id);

describe('the tombstones', () => {
  it('record which instance left, and its version', () => {
    const tombstones = new Tombstones();
    tombstones.add(leaving('web-1'));
    expect(tombstones.of('SHOP', 'web-1')).toEqual(leaving('web-1'));
    expect(tombstones.of('OTHER', 'web-1')).toBeUndefined();
  });

  it('forget an instance that came back', () => {
    const tombstones = new Tombstones();
    tombstones.add(leaving('web-1'));
    tombstones.remove('SHOP', 'web-1');
    expect([tombstones.of('SHOP', 'web-1'), tombstones.size]).toEqual([undefined, 0]);
  });

  it('record the later of two cancels of one instance', () => {
    const tombstones = new Tombstones();
    tombstones.add(leaving('web-1'));
    tombstones.add(leaving('web-1', { lastDirtyTimestamp: 200, at: now + 1 }));
    expect(tombstones.of('SHOP', 'web-1')?.lastDirtyTimestamp).toBe(200);
    expect(tombstones.size).toBe(1);
  });

  it('report cancels of the requested applications to peers, but no evictions', () => {
    const tombstones = new Tombstones();
    tombstones.add(leaving('web-1'));
    tombstones.add(leaving('web-2', { how: 'evicted' }));
    tombstones.add(leaving('web-3', { app: 'OTHER' }));
    expect(idsOf(tombstones.cancelledOf(shop, now))).toEqual(['web-1']);
  });

  it('last an hour', () => {
    const tombstones = new Tombstones();
    tombstones.add(leaving('web-1'));
    expect(idsOf(tombstones.cancelledOf(shop, now + anHour - 1))).toEqual(['web-1']);
    expect(tombstones.cancelledOf(shop, now + anHour)).toEqual([]);
    expect(tombstones.size).toBe(0);
  });

  it('are no more than 20,000, the latest ones', () => {
    const tombstones = new Tombstones();
    for (let index = 0; index <= 20_000; index++) tombstones.add(leaving(`web-${index}`));
    expect(tombstones.size).toBe(20_000);
    expect(tombstones.of('SHOP', 'web-0')).toBeUndefined();
    expect(tombstones.of('SHOP', 'web-20000')).toBeDefined();
  });

  it('are no more than eight million characters of names', () => {
    const tombstones = new Tombstones();
    for (let index = 0; index < 12; index++) tombstones.add(leaving(`${index}-${'x'.repeat(1_000_000)}`));
    expect(tombstones.size).toBe(8);
  });
});
