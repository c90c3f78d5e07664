import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type Group } from '../check.js';
import type { TestSession } from '../test-session.js';
import { stamp } from '../java-instance.js';
import { item } from './batch-body.js';

const batchReplication = checkOf('PeerReplicationResource.batchReplication');
const dispatch = checkOf('PeerReplicationResource.dispatch');
const betterDispatch = betterThan('PeerReplicationResource.dispatch');

const answers = (id: string, says: string, action: string, changes: object, statusCode: number): Check =>
  dispatch(id, says, async (guest) => {
    await guest.register();
    assert.deepEqual(await guest.batch(item(guest, action, changes)), [{ statusCode }]);
  });

export const batch: Group = {
  about: 'the batch of another registry',
  checks: [
    batchReplication(
      'batch',
      'each item is answered, in its place, as if it had come alone',
      async (guest) => {
        const two = { id: 'two' };
        guest.willLeave('two');
        const answered = await guest.batch(
          item(guest, 'Heartbeat'),
          item(guest, 'Register', { instanceInfo: guest.instance() }),
          item(guest, 'Heartbeat'),
          item(guest, 'Register', { ...two, instanceInfo: guest.instance({ instanceId: 'two' }) }),
          item(guest, 'StatusUpdate', { ...two, status: 'OUT_OF_SERVICE' }),
          item(guest, 'Cancel', { id: 'three' }),
        );
        assert.deepEqual(
          answered,
          [404, 200, 200, 200, 200, 404].map((statusCode) => ({ statusCode })),
        );
        assert.equal((await guest.read()).status, 'UP');
        assert.equal((await guest.read('two')).status, 'OUT_OF_SERVICE');
      },
    ),

    dispatch(
      'batch-register-flag',
      'its registrations are a peer’s: OUT_OF_SERVICE is believed',
      async (guest) => {
        await guest.register();
        const instanceInfo = guest.instance({ status: 'OUT_OF_SERVICE', lastDirtyTimestamp: `${stamp + 1}` });
        await guest.batch(item(guest, 'Register', { instanceInfo, status: 'OUT_OF_SERVICE' }));
        assert.equal((await guest.read()).status, 'OUT_OF_SERVICE');
      },
    ),
    dispatch(
      'batch-register-refused',
      'a registration that is refused is answered 200, and not stored',
      async (guest) => {
        for (const changes of [{ ipAddr: '' }, { app: 'OTHER' }]) {
          const answered = await guest.batch(
            item(guest, 'Register', { instanceInfo: guest.instance(changes) }),
          );
          assert.deepEqual(answered, [{ statusCode: 200 }]);
        }
        assert.equal((await guest.get(`apps/${guest.app}`)).status, 404);
      },
    ),
    answers('batch-register-none', 'a registration of nothing is answered 500', 'Register', {}, 500),
    answers('batch-heartbeat', 'a heartbeat with an equal stamp is answered 200', 'Heartbeat', {}, 200),
    answers(
      'batch-heartbeat-unknown',
      'a heartbeat of an unknown instance is answered 404',
      'Heartbeat',
      { id: 'two' },
      404,
    ),
    answers(
      'batch-heartbeat-newer',
      'a heartbeat that is ahead is answered 404',
      'Heartbeat',
      { lastDirtyTimestamp: stamp + 1 },
      404,
    ),
    dispatch(
      'batch-heartbeat-older',
      'a heartbeat that is behind is answered 409, with our copy, which has no root',
      async (guest) => {
        await guest.register();
        const [answer, ...more] = await guest.batch(
          item(guest, 'Heartbeat', { lastDirtyTimestamp: stamp - 1 }),
        );
        assert.deepEqual([answer?.statusCode, more], [409, []]);
        const { instanceId, lastDirtyTimestamp, metadata } = answer?.responseEntity ?? {};
        assert.deepEqual([instanceId, lastDirtyTimestamp, metadata?.['zone']], [guest.id, `${stamp}`, 'z1']);
        assert.deepEqual(Object.keys(answer ?? {}).toSorted(), ['responseEntity', 'statusCode']);
      },
    ),
    dispatch(
      'batch-heartbeat-override',
      'the override of a heartbeat that is ahead is stored',
      async (guest) => {
        await guest.register();
        const ahead = { lastDirtyTimestamp: stamp + 1, overriddenStatus: 'OUT_OF_SERVICE' };
        assert.deepEqual(await guest.batch(item(guest, 'Heartbeat', ahead)), [{ statusCode: 404 }]);
        assert.equal((await guest.read()).overriddenStatus, 'OUT_OF_SERVICE');
      },
    ),
    betterDispatch(
      'batch-snapshot',
      'our copy is as it was at its item, whatever the next ones do',
      async (guest) => {
        await guest.register();
        const [answer] = await guest.batch(
          item(guest, 'Heartbeat', { lastDirtyTimestamp: stamp - 1 }),
          item(guest, 'StatusUpdate', { status: 'DOWN' }),
          item(guest, 'Cancel'),
        );
        const { status, actionType } = answer?.responseEntity ?? {};
        assert.deepEqual([status, actionType], ['UP', 'ADDED']);
      },
    ),
    dispatch('batch-cancel', 'an instance is taken out', async (guest) => {
      await guest.register();
      const out = { appName: guest.app, id: guest.id, action: 'Cancel' };
      assert.deepEqual(await guest.batch(out, out), [{ statusCode: 200 }, { statusCode: 404 }]);
      assert.equal((await guest.get(guest.at())).status, 404);
    }),
    dispatch('batch-status', 'a status is forced, and released with the one that follows', async (guest) => {
      await guest.register();
      assert.deepEqual(await guest.batch(item(guest, 'StatusUpdate', { status: 'DOWN' })), [
        { statusCode: 200 },
      ]);
      assert.deepEqual(await statuses(guest), ['DOWN', 'DOWN']);
      assert.deepEqual(await guest.batch(item(guest, 'DeleteStatusOverride')), [{ statusCode: 200 }]);
      assert.deepEqual(await statuses(guest), ['UP', 'UNKNOWN']);
    }),
    answers(
      'batch-status-unknown',
      'a status of an unknown instance is answered 404',
      'StatusUpdate',
      { id: 'two' },
      404,
    ),
    answers(
      'batch-status-broken',
      'a status that is none is answered 500',
      'StatusUpdate',
      { status: 'BROKEN' },
      500,
    ),
    answers(
      'batch-release-unknown',
      'a release of an unknown instance is answered 404',
      'DeleteStatusOverride',
      { id: 'two' },
      404,
    ),
    answers(
      'batch-release-stamp',
      'a release without a stamp is answered 500',
      'DeleteStatusOverride',
      { lastDirtyTimestamp: undefined },
      500,
    ),
    dispatch('batch-goes-on', 'an item that fails stops none', async (guest) => {
      await guest.register();
      const answered = await guest.batch(
        item(guest, 'Register'),
        item(guest, 'StatusUpdate', { status: 'DOWN' }),
      );
      assert.deepEqual(answered, [{ statusCode: 500 }, { statusCode: 200 }]);
      assert.equal((await guest.read()).status, 'DOWN');
    }),
  ],
};

async function statuses(guest: TestSession): Promise<[string, string]> {
  const { status, overriddenStatus } = await guest.read();
  return [status, overriddenStatus];
}
