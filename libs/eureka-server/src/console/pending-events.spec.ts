import { PendingEvents } from './pending-events.js';

describe('heartbeats that wait for their event', () => {
  const keys = (event: ReturnType<PendingEvents['takeHeartbeats']>) => event?.renewed.map(([key]) => key);

  it('are named later if there are more than an event may name, so that no lease looks expired', () => {
    const pending = new PendingEvents();
    for (let index = 0; index < 1_100; index++) pending.renewed(`SHOP/${index}`, 1);
    const events = [1, 2, 3, 4].map((at) => pending.takeHeartbeats(at));
    expect(events.map((event) => [event?.renewed.length, event?.omitted])).toEqual([
      [500, 600],
      [500, 100],
      [100, 0],
      [undefined, undefined],
    ]);
    expect(new Set(events.flatMap((event) => keys(event) ?? [])).size).toBe(1_100);
  });

  it('are named in turn: those that come anew wait behind those that wait', () => {
    const pending = new PendingEvents();
    for (let index = 0; index < 501; index++) pending.renewed(`SHOP/${index}`, 1);
    pending.takeHeartbeats(1);
    for (let index = 0; index < 501; index++) pending.renewed(`SHOP/${index}`, 2);
    expect(pending.takeHeartbeats(2)?.renewed[0]).toEqual(['SHOP/500', 2]);
  });
});
