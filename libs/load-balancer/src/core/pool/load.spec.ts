import { manualClock } from '@eureka-nest/runtime/testing';
import { Load } from './load.js';

describe('the load of an instance', () => {
  const clock = manualClock();
  let load: Load;
  beforeEach(() => void (load = new Load(clock)));
  const calls = (ms: number, times: number) => {
    for (let call = 0; call < times; call++) {
      clock.advance(ms);
      load.responded(ms);
    }
  };

  it('costs nothing before the first call', () => {
    expect(load.cost()).toBe(0);
  });

  it('is high until the first response, or all calls would go to a new instance', () => {
    load.inFlight = 1;
    expect(load.cost()).toBe(1000);
  });

  it('is the response time times the calls that would share it', () => {
    load.responded(40);
    expect(load.cost()).toBe(40);
    load.inFlight = 2;
    expect(load.cost()).toBe(120);
  });

  it('follows a slower response at once, and faster ones gradually', () => {
    load.responded(10);
    load.responded(500);
    expect(load.cost()).toBe(500);
    calls(10, 100);
    expect(load.cost()).toBeLessThan(500);
    expect(load.cost()).toBeGreaterThan(100);
    calls(10, 10_000);
    expect(load.cost()).toBeCloseTo(10, 0);
  });

  it('decays without calls, so that a slow instance is tried again', () => {
    load.responded(500);
    clock.advance(60_000);
    expect(load.cost()).toBeLessThan(2);
  });

  it('is not lowered by a quick failure', () => {
    load.responded(40);
    load.failed(1);
    expect(load.cost()).toBe(40);
    load.failed(2000);
    expect(load.cost()).toBe(2000);
  });
});
