import { strict as assert } from 'node:assert';
import { checkOf, type Check, type Group } from '../check.js';
import { fromPeer, type TestSession } from '../test-session.js';
import { stamp } from '../java-instance.js';

const statusUpdate = checkOf('InstanceResource.statusUpdate');
const deleteStatusUpdate = checkOf('InstanceResource.deleteStatusUpdate');
const updates = checkOf('AbstractInstanceRegistry.statusUpdate');
const deletes = checkOf('AbstractInstanceRegistry.deleteStatusOverride');

const force = (guest: TestSession, query: string) => guest.put(`${guest.at()}/status${query}`);
const release = (guest: TestSession, query = '') => guest.delete(`${guest.at()}/status${query}`);

async function statusesOf(guest: TestSession): Promise<[status: string, overridden: string]> {
  const { status, overriddenStatus } = await guest.read();
  return [status, overriddenStatus];
}

const broken = (id: string, says: string, ask: (guest: TestSession) => Promise<{ status: number }>): Check =>
  statusUpdate(id, says, async (guest) => {
    await guest.register();
    assert.equal((await ask(guest)).status, 500);
    assert.deepEqual(await statusesOf(guest), ['UP', 'UNKNOWN']);
  });

export const status: Group = {
  about: 'forcing a status',
  checks: [
    statusUpdate('status-200', 'it is answered 200, empty, and counts from then on', async (guest) => {
      await guest.register();
      const reply = await force(guest, '?value=OUT_OF_SERVICE');
      assert.deepEqual([reply.status, reply.text], [200, '']);
      const { status: now, overriddenStatus, actionType } = await guest.read();
      assert.deepEqual([now, overriddenStatus, actionType], ['OUT_OF_SERVICE', 'OUT_OF_SERVICE', 'MODIFIED']);
    }),
    updates('status-any', 'any status can be forced', async (guest) => {
      await guest.register();
      for (const value of ['DOWN', 'STARTING', 'OUT_OF_SERVICE', 'UNKNOWN', 'UP']) {
        assert.equal((await force(guest, `?value=${value}`)).status, 200, value);
        assert.deepEqual(await statusesOf(guest), [value, value]);
      }
    }),
    updates('status-same', 'to force the status that is there already records nothing', async (guest) => {
      await guest.register();
      const { lastUpdatedTimestamp } = await guest.read();
      assert.equal((await force(guest, '?value=UP')).status, 200);
      const after = await guest.read();
      assert.deepEqual(
        [after.overriddenStatus, after.lastUpdatedTimestamp],
        ['UNKNOWN', lastUpdatedTimestamp],
      );
    }),
    updates('status-renews', 'it renews the lease', async (guest) => {
      await guest.register();
      const { leaseInfo } = await guest.read();
      await force(guest, '?value=OUT_OF_SERVICE');
      const renewed = (await guest.read()).leaseInfo['lastRenewalTimestamp'] ?? 0;
      assert.ok(renewed - (leaseInfo['lastRenewalTimestamp'] ?? 0) >= 90_000);
    }),
    updates('status-stamp', 'its stamp is taken over if it is newer', async (guest) => {
      await guest.register();
      await force(guest, `?value=OUT_OF_SERVICE&lastDirtyTimestamp=${stamp + 5}`);
      assert.equal((await guest.read()).lastDirtyTimestamp, `${stamp + 5}`);
      await force(guest, `?value=DOWN&lastDirtyTimestamp=${stamp + 1}`);
      assert.equal((await guest.read()).lastDirtyTimestamp, `${stamp + 5}`);
    }),
    updates(
      'status-heartbeat',
      'the instance goes on with its heartbeats, and stays forced',
      async (guest) => {
        await guest.register();
        await force(guest, '?value=OUT_OF_SERVICE');
        assert.equal((await guest.heartbeat(`?status=UP&lastDirtyTimestamp=${stamp}`)).status, 200);
        assert.deepEqual(await statusesOf(guest), ['OUT_OF_SERVICE', 'OUT_OF_SERVICE']);
      },
    ),
    statusUpdate(
      'status-unknown',
      'of an unknown instance it is answered 404, and so is its end',
      async (guest) => {
        await guest.register();
        assert.equal((await guest.put(`${guest.at('two')}/status?value=DOWN`)).status, 404);
        assert.equal((await guest.delete(`${guest.at('two')}/status`)).status, 404);
      },
    ),
    statusUpdate('status-from-peer', 'a peer forces it at the same path', async (guest) => {
      await guest.register();
      const { status: code } = await guest.put(`${guest.at()}/status?value=DOWN`, fromPeer);
      assert.deepEqual([code, ...(await statusesOf(guest))], [200, 'DOWN', 'DOWN']);
    }),

    broken('status-broken', 'a status that is none is answered 500', (guest) =>
      force(guest, '?value=BROKEN'),
    ),
    broken('status-lower', 'a status in lower case is none: 500', (guest) =>
      force(guest, '?value=out_of_service'),
    ),
    broken('status-empty', 'an empty status is none: 500', (guest) => force(guest, '?value=')),
    broken('status-missing', 'without a status it is answered 500', (guest) => force(guest, '')),
    broken('status-delete-broken', 'the status that shall follow on a forced one must be one: 500', (guest) =>
      release(guest, '?value=BROKEN'),
    ),

    deleteStatusUpdate(
      'status-delete',
      'when it ends the status is UNKNOWN, until the instance registers',
      async (guest) => {
        await guest.register();
        await force(guest, '?value=OUT_OF_SERVICE');
        const reply = await release(guest);
        assert.deepEqual([reply.status, reply.text], [200, '']);
        const { status: now, overriddenStatus, actionType } = await guest.read();
        assert.deepEqual([now, overriddenStatus, actionType], ['UNKNOWN', 'UNKNOWN', 'MODIFIED']);
        assert.equal((await guest.heartbeat(`?lastDirtyTimestamp=${stamp}`)).status, 404);
        await guest.register();
        assert.deepEqual(await statusesOf(guest), ['UP', 'UNKNOWN']);
      },
    ),
    deletes('status-delete-value', 'it may say which status follows', async (guest) => {
      await guest.register();
      await force(guest, '?value=OUT_OF_SERVICE');
      assert.equal((await release(guest, '?value=UP')).status, 200);
      assert.deepEqual(await statusesOf(guest), ['UP', 'UNKNOWN']);
    }),
    deletes('status-delete-none', 'where nothing was forced nothing changes', async (guest) => {
      await guest.register();
      assert.equal((await release(guest)).status, 200);
      assert.deepEqual(await statusesOf(guest), ['UP', 'UNKNOWN']);
    }),
    deletes('status-delete-stamp', 'its stamp is taken over if it is newer', async (guest) => {
      await guest.register();
      await force(guest, '?value=OUT_OF_SERVICE');
      await release(guest, `?lastDirtyTimestamp=${stamp + 5}`);
      assert.equal((await guest.read()).lastDirtyTimestamp, `${stamp + 5}`);
    }),
  ],
};
