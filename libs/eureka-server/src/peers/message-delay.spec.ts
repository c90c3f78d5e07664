import { MessageDelay } from './message-delay.js';

describe('how late a message is', () => {
  let now: number;
  let clocks: MessageDelay;
  beforeEach(() => {
    now = 1_000_000;
    clocks = new MessageDelay(() => now);
  });
  const late = (node: string, uptime: number) => clocks.heard({ node, uptime }).lateMs;

  it('is told by the quickest one of the same server, whatever that server’s clock says', () => {
    expect(late('b', 500)).toBe(0);
    now += 1_000;
    expect(late('b', 1_500)).toBe(0);
    now += 5_000;
    // Sent a second after the last one, and come five after it.
    expect(late('b', 2_500)).toBe(4_000);
    expect(late('c', 7)).toBe(0);
  });

  it('is told anew when a quicker one comes', () => {
    late('b', 500);
    now += 100;
    expect(late('b', 900)).toBe(0);
    now += 100;
    expect(late('b', 700)).toBe(300);
  });

  it('is not known of a server that does not tell its uptime, as Java’s', () => {
    expect(clocks.heard({})).toEqual({});
    expect(clocks.heard({ node: 'b' })).toEqual({ node: 'b' });
  });

  it('follows clocks that drift: the quickest of ten minutes ago counts no longer', () => {
    let uptime = 500;
    late('b', uptime);
    // Theirs loses a second in each five minutes.
    for (let whiles = 0; whiles < 12; whiles++) {
      now += 300_000;
      uptime += 299_000;
      expect(late('b', uptime)).toBeLessThanOrEqual(2_000);
    }
  });

  it('is known of so many servers as a cluster has, of whichever came last', () => {
    late('first', 0);
    for (let index = 0; index < 64; index++) late(`node-${index}`, 0);
    now += 1_000;
    expect(late('first', 0)).toBe(0);
    expect(late('node-63', 0)).toBe(1_000);
  });
});
