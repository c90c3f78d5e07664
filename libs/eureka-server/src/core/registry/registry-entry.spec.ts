import { anInstance } from '@eureka-nest/protocol/testing';
import { RegistryEntry } from './registry-entry.js';
import { cancel, grant, serviceUp } from './lease.js';

const given = anInstance({ port: 8001, leaseSecs: 90 });

describe('a registry entry', () => {
  it("shows its lease, with the client's two durations and the server's four timestamps", () => {
    const entry = new RegistryEntry(given, serviceUp(grant(90, 1000), 1001));
    entry.renew(2000);
    entry.lease = cancel(entry.lease, 3000);
    expect(entry.info.leaseInfo).toEqual({
      renewalIntervalInSecs: 30,
      durationInSecs: 90,
      registrationTimestamp: 1000,
      lastRenewalTimestamp: 92_000,
      evictionTimestamp: 3000,
      serviceUpTimestamp: 1001,
    });
  });

  it('mutates neither the registered instance nor one it returned before', () => {
    const entry = new RegistryEntry(given, grant(90, 1000));
    const before = entry.info;
    entry.change({ status: 'DOWN' });
    expect(entry.info.status).toBe('DOWN');
    expect(before.status).toBe('UP');
    expect(given.leaseInfo.registrationTimestamp).toBe(0);
  });

  it('returns the same object until something changes', () => {
    const entry = new RegistryEntry(given, grant(90, 1000));
    expect(entry.info).toBe(entry.info);
    const before = entry.info;
    entry.renew(2000);
    expect(entry.info).not.toBe(before);
  });

  it('renews its lease in place', () => {
    const entry = new RegistryEntry(given, grant(90, 1000));
    const { lease } = entry;
    const before = { ...lease };
    entry.renew(2000);
    expect(entry.lease).toBe(lease);
    expect(entry.lease).toEqual({ ...before, renewedAt: 92_000 });
    expect(entry.info.leaseInfo.lastRenewalTimestamp).toBe(92_000);
    entry.lease = cancel(entry.lease, 3000);
    expect(entry.lease).toMatchObject({ renewedAt: 92_000, cancelledAt: 3000 });
  });

  it('takes the host name for the id of an instance without one', () => {
    const { app, id } = new RegistryEntry(
      anInstance({ instanceId: undefined, hostName: 'web-7' }),
      grant(90, 0),
    );
    expect([app, id]).toEqual(['CLOUD-PAYMENT-SERVICE', 'web-7']);
  });
});
