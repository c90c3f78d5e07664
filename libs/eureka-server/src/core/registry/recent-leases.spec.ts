import { RecentLeases } from './recent-leases.js';

describe('the recent leases', () => {
  it('are read newest first', () => {
    const recent = new RecentLeases();
    recent.add('SHOP', 'web-1', 10);
    recent.add('SHOP', 'web-2', 20);
    expect(recent.newestFirst()).toEqual([
      { at: 20, lease: 'SHOP(web-2)' },
      { at: 10, lease: 'SHOP(web-1)' },
    ]);
  });

  it('are the last 1000, the older ones being dropped', () => {
    const recent = new RecentLeases();
    for (let at = 0; at < 2500; at++) recent.add('SHOP', `web-${at}`, at);
    const times = recent.newestFirst().map(({ at }) => at);
    expect(times).toHaveLength(1000);
    expect(times).toEqual(Array.from({ length: 1000 }, (_, index) => 2499 - index));
  });

  it('truncate long names', () => {
    const recent = new RecentLeases();
    recent.add('A'.repeat(300), 'b'.repeat(1_000_000), 1);
    expect(recent.newestFirst()[0]?.lease).toBe(`${'A'.repeat(200)}…(${'b'.repeat(200)}…)`);
  });

  it('are none at first', () => {
    expect(new RecentLeases().newestFirst()).toEqual([]);
  });
});
