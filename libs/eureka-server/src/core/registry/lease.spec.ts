import { cancel, grant, isExpired, renew, serviceUp } from './lease.js';

const now = 1_750_000_000_000;

describe('a lease', () => {
  it('that was never renewed lasts its duration', () => {
    const lease = grant(90, now);
    expect(isExpired(lease, now + 90_000)).toBe(false);
    expect(isExpired(lease, now + 90_001)).toBe(true);
  });

  it('that was renewed lasts twice its duration', () => {
    const lease = grant(90, now);
    renew(lease, now + 1000);
    expect(isExpired(lease, now + 1000 + 180_000)).toBe(false);
    expect(isExpired(lease, now + 1000 + 180_001)).toBe(true);
  });

  it('shows a renewal time that lies in the future', () => {
    const lease = grant(90, now);
    renew(lease, now);
    expect(lease.renewedAt).toBe(now + 90_000);
  });

  it('lasts no longer if it is renewed twice at once', () => {
    const lease = grant(2, now);
    renew(lease, now);
    const once = { ...lease };
    renew(lease, now);
    expect(lease).toEqual(once);
  });

  it('is extended by the delay of the eviction run', () => {
    const lease = grant(90, now);
    expect(isExpired(lease, now + 95_000, 5000)).toBe(false);
    expect(isExpired(lease, now + 95_001, 5000)).toBe(true);
  });

  it('expires once it is cancelled, and keeps the time of the first cancel', () => {
    const lease = cancel(grant(90, now), now + 1);
    expect(isExpired(lease, now + 1, 1_000_000)).toBe(true);
    expect(cancel(lease, now + 2).cancelledAt).toBe(now + 1);
  });

  it.each([0, -1])('of %d seconds lasts 90', (secs) => {
    expect(grant(secs, now).durationMs).toBe(90_000);
  });

  it('does not overflow, however long', () => {
    expect(grant(2_147_484, now).durationMs).toBe(2_147_484_000);
  });

  it('remembers when its instance was UP first, also through a new lease', () => {
    const first = serviceUp(grant(90, now), now + 5);
    const second = serviceUp(grant(90, now + 10, first), now + 20);
    expect(second).toMatchObject({
      registeredAt: now + 10,
      renewedAt: now + 10,
      cancelledAt: 0,
      serviceUpAt: now + 5,
    });
  });
});
