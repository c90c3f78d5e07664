import { strict as assert } from 'node:assert';
import { checkOf, type CheckGroup } from '../check.js';
import { fromPeer, type TestSession } from '../test-session.js';
import { dirtyTimestamp } from '../java-instance.js';

const statusUpdate = checkOf('InstanceResource.statusUpdate');
const deleteStatusUpdate = checkOf('InstanceResource.deleteStatusUpdate');
const updates = checkOf('AbstractInstanceRegistry.statusUpdate');
const deletes = checkOf('AbstractInstanceRegistry.deleteStatusOverride');

const override = (session: TestSession, query: string) => session.put(`${session.path()}/status${query}`);
const removeOverride = (session: TestSession, query = '') =>
  session.delete(`${session.path()}/status${query}`);

async function ownStatuses(session: TestSession): Promise<[status: string, overridden: string]> {
  const { status, overriddenStatus } = await session.read();
  return [status, overriddenStatus];
}

export const status: CheckGroup = {
  title: 'overriding a status',
  checks: [
    statusUpdate('status-200', 'it is answered with an empty 200, and effective at once', async (session) => {
      await session.register();
      const reply = await override(session, '?value=OUT_OF_SERVICE');
      assert.deepEqual([reply.status, reply.text], [200, '']);
      const { status: now, overriddenStatus, actionType } = await session.read();
      assert.deepEqual([now, overriddenStatus, actionType], ['OUT_OF_SERVICE', 'OUT_OF_SERVICE', 'MODIFIED']);
    }),
    updates('status-any', 'any status can be set', async (session) => {
      await session.register();
      for (const value of ['DOWN', 'STARTING', 'OUT_OF_SERVICE', 'UNKNOWN', 'UP']) {
        assert.equal((await override(session, `?value=${value}`)).status, 200, value);
        assert.deepEqual(await ownStatuses(session), [value, value]);
      }
    }),
    updates('status-same', 'an override with the current status is not recorded', async (session) => {
      await session.register();
      const { lastUpdatedTimestamp } = await session.read();
      assert.equal((await override(session, '?value=UP')).status, 200);
      const after = await session.read();
      assert.deepEqual(
        [after.overriddenStatus, after.lastUpdatedTimestamp],
        ['UNKNOWN', lastUpdatedTimestamp],
      );
    }),
    updates('status-renews', 'it renews the lease', async (session) => {
      await session.register();
      const { leaseInfo } = await session.read();
      await override(session, '?value=OUT_OF_SERVICE');
      const renewed = (await session.read()).leaseInfo['lastRenewalTimestamp'] ?? 0;
      assert.ok(renewed - (leaseInfo['lastRenewalTimestamp'] ?? 0) >= 90_000);
    }),
    updates('status-stamp', 'its timestamp is stored if it is newer', async (session) => {
      await session.register();
      await override(session, `?value=OUT_OF_SERVICE&lastDirtyTimestamp=${dirtyTimestamp + 5}`);
      assert.equal((await session.read()).lastDirtyTimestamp, `${dirtyTimestamp + 5}`);
      await override(session, `?value=DOWN&lastDirtyTimestamp=${dirtyTimestamp + 1}`);
      assert.equal((await session.read()).lastDirtyTimestamp, `${dirtyTimestamp + 5}`);
    }),
    updates(
      'status-heartbeat',
      'the instance continues its heartbeats, and the override remains',
      async (session) => {
        await session.register();
        await override(session, '?value=OUT_OF_SERVICE');
        assert.equal(
          (await session.heartbeat(`?status=UP&lastDirtyTimestamp=${dirtyTimestamp}`)).status,
          200,
        );
        assert.deepEqual(await ownStatuses(session), ['OUT_OF_SERVICE', 'OUT_OF_SERVICE']);
      },
    ),
    statusUpdate(
      'status-unknown',
      'an unknown instance is answered with 404, for setting and for removing',
      async (session) => {
        await session.register();
        assert.equal((await session.put(`${session.path('two')}/status?value=DOWN`)).status, 404);
        assert.equal((await session.delete(`${session.path('two')}/status`)).status, 404);
      },
    ),
    statusUpdate('status-from-peer', 'a peer sets it at the same path', async (session) => {
      await session.register();
      const { status: code } = await session.put(`${session.path()}/status?value=DOWN`, fromPeer);
      assert.deepEqual([code, ...(await ownStatuses(session))], [200, 'DOWN', 'DOWN']);
    }),

    deleteStatusUpdate(
      'status-delete',
      'after its removal the status is UNKNOWN until the instance registers',
      async (session) => {
        await session.register();
        await override(session, '?value=OUT_OF_SERVICE');
        const reply = await removeOverride(session);
        assert.deepEqual([reply.status, reply.text], [200, '']);
        const { status: now, overriddenStatus, actionType } = await session.read();
        assert.deepEqual([now, overriddenStatus, actionType], ['UNKNOWN', 'UNKNOWN', 'MODIFIED']);
        assert.equal((await session.heartbeat(`?lastDirtyTimestamp=${dirtyTimestamp}`)).status, 404);
        await session.register();
        assert.deepEqual(await ownStatuses(session), ['UP', 'UNKNOWN']);
      },
    ),
    deletes('status-delete-value', 'its removal may set the status that follows', async (session) => {
      await session.register();
      await override(session, '?value=OUT_OF_SERVICE');
      assert.equal((await removeOverride(session, '?value=UP')).status, 200);
      assert.deepEqual(await ownStatuses(session), ['UP', 'UNKNOWN']);
    }),
    deletes('status-delete-none', 'removing a missing override changes nothing', async (session) => {
      await session.register();
      assert.equal((await removeOverride(session)).status, 200);
      assert.deepEqual(await ownStatuses(session), ['UP', 'UNKNOWN']);
    }),
    deletes('status-delete-stamp', 'the timestamp of a removal is stored if it is newer', async (session) => {
      await session.register();
      await override(session, '?value=OUT_OF_SERVICE');
      await removeOverride(session, `?lastDirtyTimestamp=${dirtyTimestamp + 5}`);
      assert.equal((await session.read()).lastDirtyTimestamp, `${dirtyTimestamp + 5}`);
    }),
  ],
};
