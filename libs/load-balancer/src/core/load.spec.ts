import { manualClock } from '@eureka-nest/runtime/testing';
import { Load } from './load.js';

describe('the load of an instance', () => {
  const timer = manualClock();
  let load: Load;
  beforeEach(() => void (load = new Load(timer)));
  const calls = (ms: number, times: number) => {
    for (let call = 0; call < times; call++) {
      timer.advance(ms);
      load.took(ms);
    }
  };

  it('costs nothing before anything is known', () => {
    expect(load.cost()).toBe(0);
  });

  it('costs much while the first answer is not there yet, or all calls would go to it', () => {
    load.inFlight = 1;
    expect(load.cost()).toBe(1000);
  });

  it('is the response time, times the calls that would share it', () => {
    load.took(40);
    expect(load.cost()).toBe(40);
    load.inFlight = 2;
    expect(load.cost()).toBe(120);
  });

  it('follows a slower answer at once, and faster ones little by little', () => {
    load.took(10);
    load.took(500);
    expect(load.cost()).toBe(500);
    calls(10, 100);
    expect(load.cost()).toBeLessThan(500);
    expect(load.cost()).toBeGreaterThan(100);
    calls(10, 10_000);
    expect(load.cost()).toBeCloseTo(10, 0);
  });

  it('fades while nothing comes, so that a slow instance is tried again', () => {
    load.took(500);
    timer.advance(60_000);
    expect(load.cost()).toBeLessThan(2);
  });

  it('is not lowered by a failure that was quick', () => {
    load.took(40);
    load.failedAfter(1);
    expect(load.cost()).toBe(40);
    load.failedAfter(2000);
    expect(load.cost()).toBe(2000);
  });
});
