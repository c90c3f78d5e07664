import { arcDashes, leaseLeft, progressOf } from './progress.js';

describe('the lease ring', () => {
  const lease = { renewedAt: 1_000, expiresAt: 91_000 };
  it.each([
    [1_000, 1],
    [46_000, 0.5],
    [91_000, 0],
    [200_000, 0],
    [0, 1],
  ])('at %d is %d full', (now, left) => expect(leaseLeft(lease, now)).toBe(left));

  it('is empty for a lease without length', () =>
    expect(leaseLeft({ renewedAt: 5, expiresAt: 5 }, 0)).toBe(0));

  it('covers its part of the circle', () => expect(arcDashes(0.5, 10)).toBe('31.4 62.8'));
});

describe('a message', () => {
  const message = { id: 1, from: 'a', to: 'b', kind: 'call', sentAt: 100, arrivesAt: 300 } as const;
  it.each([
    [99, undefined],
    [100, 0],
    [200, 0.5],
    [300, undefined],
  ])('at %d has come %p of its way', (now, progress) => expect(progressOf(message, now)).toBe(progress));

  it('stops half way if it is lost', () =>
    expect(progressOf({ ...message, outcome: 'lost' }, 290)).toBe(0.5));
});
