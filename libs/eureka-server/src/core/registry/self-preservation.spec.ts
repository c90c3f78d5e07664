import { manualClock } from '@eureka-nest/runtime/testing';
import fc from 'fast-check';
import { defaultRegistryOptions, type RegistryOptions } from './registry-options.js';
import { SelfPreservation } from './self-preservation.js';

function aServer(given: Partial<RegistryOptions> = {}) {
  const clock = manualClock();
  const protection = new SelfPreservation({ ...defaultRegistryOptions, ...given }, clock);
  const times = (count: number, action: () => void) => {
    for (let done = 0; done < count; done++) action();
  };
  return {
    clock,
    protection,
    opensWith: (clients: number) => protection.open(clients),
    registered: (count: number) => times(count, () => protection.clientAdded()),
    minuteWith: (renewals: number) => {
      times(renewals, () => protection.countRenewal());
      protection.closeMinute();
    },
  };
}

describe('self-preservation', () => {
  it.each([
    { clients: 0, threshold: 0 },
    { clients: 1, threshold: 1 },
    { clients: 2, threshold: 3 },
    { clients: 10, threshold: 17 },
    { clients: 20, threshold: 34 },
    { clients: 50, threshold: 85 },
    { clients: 151, threshold: 256 },
  ])('expects more than $threshold renewals a minute of $clients clients', ({ clients, threshold }) => {
    const { protection, opensWith } = aServer();
    opensWith(clients);
    expect(protection.threshold).toBe(threshold);
  });

  it('exposes all numbers of the sum', () => {
    const { protection, opensWith, minuteWith } = aServer();
    opensWith(10);
    minuteWith(16);
    expect(protection).toMatchObject({
      enabled: true,
      expectedClients: 10,
      renewsPerClient: 2,
      percent: 0.85,
      threshold: 17,
      renewsLastMinute: 16,
    });
  });

  describe('says what it would take for evictions to resume', () => {
    it.each([
      { clients: 10, renewals: 0, missing: 18, missingClients: 9 },
      { clients: 10, renewals: 16, missing: 2, missingClients: 1 },
      { clients: 10, renewals: 17, missing: 1, missingClients: 1 },
      { clients: 10, renewals: 18, missing: 0, missingClients: 0 },
      { clients: 10, renewals: 20, missing: 0, missingClients: 0 },
    ])(
      'of $clients clients came $renewals renewals: $missing more, of $missingClients of them',
      ({ clients, renewals, missing, missingClients }) => {
        const { protection, opensWith, minuteWith } = aServer();
        opensWith(clients);
        minuteWith(renewals);
        expect(protection).toMatchObject({ missing, missingClients });
        expect(protection.allowsEviction()).toBe(missing === 0);
      },
    );

    it.each([
      { instances: 1, newcomers: 5 },
      { instances: 3, newcomers: 3 },
      { instances: 5, newcomers: 1 },
      { instances: 6, newcomers: 0 },
    ])('a lone server of $instances instances takes $newcomers more', ({ instances, newcomers }) => {
      const { protection, opensWith, registered, minuteWith } = aServer();
      opensWith(1);
      registered(instances);
      minuteWith(2 * instances);
      expect(protection.missingNewcomers).toBe(newcomers);
    });

    it('finds the smallest number of newcomers, as a linear search does', () => {
      const numbers = fc.record({
        clients: fc.integer({ min: 1, max: 200 }),
        renewals: fc.nat(400),
        percent: fc.constantFrom(0.1, 0.5, 0.85, 0.95),
        secs: fc.constantFrom(1, 10, 30, 45, 60),
      });
      fc.assert(
        fc.property(numbers, ({ clients, renewals, percent, secs }) => {
          const options = { renewalPercentThreshold: percent, expectedClientRenewalIntervalSecs: secs };
          const { protection, opensWith, minuteWith } = aServer(options);
          opensWith(clients);
          minuteWith(renewals);
          const allows = (came: number) => {
            const later = aServer(options);
            later.opensWith(clients + came);
            later.minuteWith(Math.round(renewals + came * protection.renewsPerClient));
            return later.protection.allowsEviction();
          };
          fc.pre(Number.isInteger(protection.renewsPerClient));
          const { missingNewcomers } = protection;
          expect(allows(missingNewcomers)).toBe(true);
          expect(missingNewcomers === 0 || !allows(missingNewcomers - 1)).toBe(true);
        }),
      );
    });

    it.each([
      { expected: 'no client', clients: 0, options: {} },
      { expected: 'a part of nothing', clients: 10, options: { renewalPercentThreshold: 0 } },
    ])('which nothing does where $expected is expected', ({ clients, options }) => {
      const { protection, opensWith, minuteWith } = aServer(options);
      opensWith(clients);
      minuteWith(100);
      expect(protection.missing).toBe(Infinity);
      expect(protection.missingNewcomers).toBe(Infinity);
    });

    it('which newcomers cannot achieve if all renewals are expected', () => {
      const { protection, opensWith, minuteWith } = aServer({ renewalPercentThreshold: 1 });
      opensWith(10);
      minuteWith(20);
      expect(protection).toMatchObject({ missing: 1, missingClients: 1, missingNewcomers: Infinity });
    });
  });

  it.each([
    { secs: 30, threshold: 17 },
    { secs: 1, threshold: 510 },
    { secs: 45, threshold: 11 },
    { secs: 0, threshold: 17 },
    { secs: -1, threshold: 17 },
  ])('assumes a renewal each $secs s (30 where that makes no sense)', ({ secs, threshold }) => {
    const { protection, opensWith } = aServer({ expectedClientRenewalIntervalSecs: secs });
    opensWith(10);
    expect(protection.threshold).toBe(threshold);
  });

  describe('of a single server, which expects one client too many', () => {
    it.each([
      { instances: 0, heartbeats: 0, threshold: 1, evicts: false },
      { instances: 1, heartbeats: 2, threshold: 3, evicts: false },
      { instances: 2, heartbeats: 4, threshold: 5, evicts: false },
      { instances: 3, heartbeats: 6, threshold: 6, evicts: false },
      { instances: 4, heartbeats: 8, threshold: 8, evicts: false },
      { instances: 5, heartbeats: 10, threshold: 10, evicts: false },
      { instances: 6, heartbeats: 12, threshold: 11, evicts: true },
      { instances: 6, heartbeats: 10, threshold: 11, evicts: false },
      { instances: 12, heartbeats: 24, threshold: 22, evicts: true },
      { instances: 12, heartbeats: 22, threshold: 22, evicts: false },
      { instances: 13, heartbeats: 26, threshold: 23, evicts: true },
      { instances: 13, heartbeats: 24, threshold: 23, evicts: true },
      { instances: 16, heartbeats: 32, threshold: 28, evicts: true },
      { instances: 16, heartbeats: 30, threshold: 28, evicts: true },
    ])(
      'lets it evict: $evicts with $instances instances and $heartbeats heartbeats',
      ({ instances, heartbeats, threshold, evicts }) => {
        const { protection, opensWith, registered, minuteWith } = aServer();
        opensWith(1);
        registered(instances);
        minuteWith(heartbeats);
        expect(protection.threshold).toBe(threshold);
        expect(protection.allowsEviction()).toBe(evicts);
      },
    );
  });

  it('forbids eviction in the first minute, when nothing is counted yet', () => {
    const { protection, opensWith } = aServer();
    opensWith(10);
    for (let heartbeats = 0; heartbeats < 20; heartbeats++) protection.countRenewal();
    expect(protection.allowsEviction()).toBe(false);
    protection.closeMinute();
    expect(protection.allowsEviction()).toBe(true);
  });

  it('never forbids eviction while it is disabled', () => {
    const { protection } = aServer({ enableSelfPreservation: false });
    expect(protection.enabled).toBe(false);
    expect(protection.allowsEviction()).toBe(true);
  });

  it('starts with one client, so that the first registrations count before opening, too', () => {
    const { protection, registered } = aServer();
    registered(2);
    expect(protection.expectedClients).toBe(3);
  });

  it('forgets the count from before opening', () => {
    const { protection, registered, opensWith } = aServer();
    registered(2);
    opensWith(5);
    expect(protection.expectedClients).toBe(5);
  });

  it("opened with 0 (Netflix's start) stays at 0 and forbids eviction until the first recount", () => {
    const { protection, opensWith, registered, minuteWith } = aServer();
    opensWith(0);
    registered(20);
    minuteWith(40);
    expect(protection).toMatchObject({ expectedClients: 0, threshold: 0 });
    expect(protection.allowsEviction()).toBe(false);

    protection.recount(20);
    expect(protection.threshold).toBe(34);
    expect(protection.allowsEviction()).toBe(true);
  });

  it('expects one client fewer for each that leaves, and never fewer than none', () => {
    const { protection } = aServer();
    protection.clientRemoved();
    expect(protection.expectedClients).toBe(0);
    protection.clientRemoved();
    expect(protection.expectedClients).toBe(0);
  });

  it.each([
    { seen: 86, expected: 86 },
    { seen: 85, expected: 100 },
    { seen: 0, expected: 100 },
    { seen: 300, expected: 300 },
  ])('expects $expected of 100 clients after a recount of $seen', ({ seen, expected }) => {
    const { protection, opensWith } = aServer();
    opensWith(100);
    protection.recount(seen);
    expect(protection.expectedClients).toBe(expected);
  });

  it('takes over any recount while it is disabled, even 0', () => {
    const { protection, opensWith, registered } = aServer({ enableSelfPreservation: false });
    opensWith(100);
    protection.recount(0);
    registered(1);
    expect(protection.expectedClients).toBe(0);
  });

  describe('shows that renewals are below the threshold', () => {
    it('only once the clients had time to arrive', () => {
      const { protection, opensWith, clock } = aServer();
      opensWith(1);
      clock.advance(300_000);
      expect(protection.isBelowThreshold()).toBe(false);
      clock.advance(1);
      expect(protection.isBelowThreshold()).toBe(true);
    });

    it('not before it opened at all', () => {
      const { protection, clock } = aServer();
      clock.advance(1_000_000);
      expect(protection.isBelowThreshold()).toBe(false);
    });

    it.each([
      { renewals: 16, below: true },
      { renewals: 17, below: true },
      { renewals: 18, below: false },
    ])('with $renewals renewals and a threshold of 17: $below', ({ renewals, below }) => {
      const { protection, opensWith, minuteWith, clock } = aServer();
      opensWith(10);
      clock.advance(300_001);
      minuteWith(renewals);
      expect(protection.isBelowThreshold()).toBe(below);
    });

    it('also while it is disabled, as the page shows both', () => {
      const { protection, opensWith, clock } = aServer({ enableSelfPreservation: false });
      opensWith(10);
      clock.advance(300_001);
      expect(protection.isBelowThreshold()).toBe(true);
    });
  });
});
