import { MessageDelay } from './message-delay.js';

describe('the delay of a message', () => {
  let now: number;
  let messageDelay: MessageDelay;
  beforeEach(() => {
    now = 1_000_000;
    messageDelay = new MessageDelay(() => now);
  });
  const late = (node: string, uptime: number) => messageDelay.measure({ node, uptime }).delayMs;

  it('is relative to the fastest message of the same server, whatever its clock', () => {
    expect(late('b', 500)).toBe(0);
    now += 1_000;
    expect(late('b', 1_500)).toBe(0);
    now += 5_000;
    // Sent one second after the last one, received five seconds after it.
    expect(late('b', 2_500)).toBe(4_000);
    expect(late('c', 7)).toBe(0);
  });

  it('is relative to a new minimum after a faster message', () => {
    late('b', 500);
    now += 100;
    expect(late('b', 900)).toBe(0);
    now += 100;
    expect(late('b', 700)).toBe(300);
  });

  it('is unknown for a server that sends no uptime, such as Java’s', () => {
    expect(messageDelay.measure({})).toEqual({});
    expect(messageDelay.measure({ node: 'b' })).toEqual({ node: 'b' });
  });

  it('follows drifting clocks: a minimum of ten minutes ago no longer counts', () => {
    let uptime = 500;
    late('b', uptime);
    // The peer's clock loses one second in five minutes.
    for (let windows = 0; windows < 12; windows++) {
      now += 300_000;
      uptime += 299_000;
      expect(late('b', uptime)).toBeLessThanOrEqual(2_000);
    }
  });

  it('is tracked for the 64 servers seen last', () => {
    late('first', 0);
    for (let index = 0; index < 64; index++) late(`node-${index}`, 0);
    now += 1_000;
    expect(late('first', 0)).toBe(0);
    expect(late('node-63', 0)).toBe(1_000);
  });
});
