import { manualClock } from '@eureka-nest/runtime/testing';
import { Ejection } from './ejection.js';

describe('ejection', () => {
  const all = ['payment8001', 'payment8002', 'payment8003'];
  const clock = manualClock();
  let ejection: Ejection;
  const candidates = () => ejection.amongst(all, String);

  beforeEach(() => {
    ejection = new Ejection(10_000, clock);
  });

  it('leaves out the one that failed, and nobody else', () => {
    ejection.eject('payment8002');
    expect(candidates()).toEqual(['payment8001', 'payment8003']);
  });

  it('lets it come back by itself after its time', () => {
    ejection.eject('payment8002');
    clock.advance(9_999);
    expect(candidates()).toHaveLength(2);
    clock.advance(1);
    expect(candidates()).toEqual(all);
  });

  it('counts from the last failure', () => {
    ejection.eject('payment8002');
    clock.advance(9_000);
    ejection.eject('payment8002');
    clock.advance(9_000);
    expect(candidates()).toEqual(['payment8001', 'payment8003']);
  });

  it('never leaves out all: then all are candidates', () => {
    all.forEach((each) => ejection.eject(each));
    expect(candidates()).toEqual(all);
  });

  it('takes an instance back at once when it answers', () => {
    ejection.eject('payment8002');
    ejection.readmit('payment8002');
    expect(candidates()).toEqual(all);
  });

  it('is news once: neither when it fails again nor when it answers again', () => {
    expect([ejection.eject('payment8002'), ejection.eject('payment8002')]).toEqual([true, false]);
    clock.advance(10_000);
    expect(ejection.eject('payment8002')).toBe(false);
    expect([ejection.readmit('payment8002'), ejection.readmit('payment8002')]).toEqual([true, false]);
    expect(ejection.eject('payment8002')).toBe(true);
  });

  it('forgets an instance that left the list, and nobody else', () => {
    ejection.eject('payment8001');
    ejection.eject('payment8002');
    ejection.forgetAllBut(['payment8001', 'payment8003']);
    expect(candidates()).toEqual(['payment8002', 'payment8003']);
    expect(ejection.eject('payment8002')).toBe(true);
  });
});
