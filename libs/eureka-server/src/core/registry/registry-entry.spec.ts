import { anInstance } from '@eureka-nest/protocol/testing';
import { RegistryEntry } from './registry-entry.js';
import { cancel, grant, serviceUp } from './lease.js';

const given = anInstance({ port: 8001, leaseSecs: 90 });

describe('a held instance', () => {
  it("shows its lease, with the client's two durations and the server's four timestamps", () => {
    const held = new RegistryEntry(given, serviceUp(grant(90, 1000), 1001));
    held.renew(2000);
    held.lease = cancel(held.lease, 3000);
    expect(held.info.leaseInfo).toEqual({
      renewalIntervalInSecs: 30,
      durationInSecs: 90,
      registrationTimestamp: 1000,
      lastRenewalTimestamp: 92_000,
      evictionTimestamp: 3000,
      serviceUpTimestamp: 1001,
    });
  });

  it('leaves the value that was given, and those it showed before, as they are', () => {
    const held = new RegistryEntry(given, grant(90, 1000));
    const before = held.info;
    held.change({ status: 'DOWN' });
    expect(held.info.status).toBe('DOWN');
    expect(before.status).toBe('UP');
    expect(given.leaseInfo.registrationTimestamp).toBe(0);
  });

  it('shows the very same value until something changes', () => {
    const held = new RegistryEntry(given, grant(90, 1000));
    expect(held.info).toBe(held.info);
    const before = held.info;
    held.renew(2000);
    expect(held.info).not.toBe(before);
  });

  it('is renewed in place, as its lease would be', () => {
    const held = new RegistryEntry(given, grant(90, 1000));
    const { lease } = held;
    const before = { ...lease };
    held.renew(2000);
    expect(held.lease).toBe(lease);
    expect(held.lease).toEqual({ ...before, renewedAt: 92_000 });
    expect(held.info.leaseInfo.lastRenewalTimestamp).toBe(92_000);
    held.lease = cancel(held.lease, 3000);
    expect(held.lease).toMatchObject({ renewedAt: 92_000, cancelledAt: 3000 });
  });

  it('is known by its host name where it names no id', () => {
    const { app, id } = new RegistryEntry(
      anInstance({ instanceId: undefined, hostName: 'web-7' }),
      grant(90, 0),
    );
    expect([app, id]).toEqual(['CLOUD-PAYMENT-SERVICE', 'web-7']);
  });
});
