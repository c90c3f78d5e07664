import { anInstance } from '@eureka-nest/protocol/testing';
import { replicationTask, type Mutation } from './replication-task.js';

const instance = anInstance({ app: 'SHOP', instanceId: 'web-1', leaseSecs: 30, lastDirtyTimestamp: 100 });
const now = 1_750_000_000_000;

describe('a replication task', () => {
  it.each<{ change: Mutation; item: object; lifeMs: number }>([
    {
      change: { action: 'Register', instance },
      item: { lastDirtyTimestamp: 100, status: 'UP', instanceInfo: instance },
      lifeMs: 10_000,
    },
    {
      change: { action: 'Heartbeat', instance, overriddenStatus: 'OUT_OF_SERVICE' },
      item: { lastDirtyTimestamp: 100, status: 'UP', overriddenStatus: 'OUT_OF_SERVICE' },
      lifeMs: 10_000,
    },
    {
      change: { action: 'StatusUpdate', instance, status: 'DOWN' },
      item: { lastDirtyTimestamp: 100, status: 'DOWN' },
      lifeMs: 30_000,
    },
    {
      change: { action: 'DeleteStatusOverride', instance, status: 'UNKNOWN' },
      item: { lastDirtyTimestamp: 100, status: 'UNKNOWN' },
      lifeMs: 30_000,
    },
    { change: { action: 'Cancel', instance }, item: { lastDirtyTimestamp: 100 }, lifeMs: 30_000 },
  ])(
    'for a $change.action carries what that needs, for as long as it is worth telling',
    ({ change, item, lifeMs }) => {
      const { action } = change;
      expect(replicationTask(change, now)).toEqual({
        id: `${action}#SHOP/web-1`,
        item: { appName: 'SHOP', id: 'web-1', action, ...item },
        at: now,
        expiresAt: now + lifeMs,
      });
    },
  );

  it('has the time of the mutation, and expires counted from its queueing', () => {
    const task = replicationTask({ action: 'Register', instance, at: now - 5_000 }, now);
    expect(task).toMatchObject({ at: now - 5_000, expiresAt: now + 10_000 });
  });

  it('lives 90 s if the instance states no renewal interval', () => {
    const silent = { ...instance, leaseInfo: { ...instance.leaseInfo, renewalIntervalInSecs: 0 } };
    expect(replicationTask({ action: 'Register', instance: silent }, now).expiresAt).toBe(now + 90_000);
  });

  it('identifies an instance without an id by its host', () => {
    const task = replicationTask(
      { action: 'Cancel', instance: { ...instance, instanceId: undefined } },
      now,
      5000,
    );
    expect(task).toMatchObject({
      id: 'Cancel#SHOP/localhost',
      item: { id: 'localhost' },
      expiresAt: now + 5000,
    });
  });
});
