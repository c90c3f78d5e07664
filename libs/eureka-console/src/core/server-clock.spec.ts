import { ServerClock } from './server-clock.js';

describe("the registry's clock", () => {
  let ticks = 0;
  let clock: ServerClock;
  beforeEach(() => {
    ticks = 500;
    clock = new ServerClock(() => ticks);
  });

  it('runs on from what it heard', () => {
    clock.hear(1_000_000);
    ticks += 250;
    expect(clock.now()).toBe(1_000_250);
  });

  it('follows a registry whose clock is set back', () => {
    clock.hear(1_000_000);
    clock.hear(400_000);
    expect(clock.now()).toBe(400_000);
  });

  it('stands still while nothing is heard', () => {
    clock.hear(1_000);
    clock.stop();
    ticks += 60_000;
    expect(clock.now()).toBe(1_000);
    clock.hear(61_500);
    ticks += 1;
    expect(clock.now()).toBe(61_501);
  });

  it('ignores what is no time', () => {
    clock.hear(1_000);
    clock.hear(Number.NaN);
    expect(clock.now()).toBe(1_000);
  });
});
