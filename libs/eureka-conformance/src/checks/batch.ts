import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type CheckGroup } from '../check.js';
import type { TestSession } from '../test-session.js';
import { dirtyTimestamp } from '../java-instance.js';
import { item } from './batch-body.js';

const batchReplication = checkOf('PeerReplicationResource.batchReplication');
const dispatch = checkOf('PeerReplicationResource.dispatch');
const betterDispatch = betterThan('PeerReplicationResource.dispatch');

const respondsWith = (
  id: string,
  requirement: string,
  action: string,
  changes: object,
  statusCode: number,
): Check =>
  dispatch(id, requirement, async (session) => {
    await session.register();
    assert.deepEqual(await session.batch(item(session, action, changes)), [{ statusCode }]);
  });

export const batch: CheckGroup = {
  title: 'items of a batch',
  checks: [
    batchReplication(
      'batch',
      'each item has a response at its position, as if it had been a request of its own',
      async (session) => {
        const two = { id: 'two' };
        session.cancelAfterwards('two');
        const answered = await session.batch(
          item(session, 'Heartbeat'),
          item(session, 'Register', { instanceInfo: session.instance() }),
          item(session, 'Heartbeat'),
          item(session, 'Register', { ...two, instanceInfo: session.instance({ instanceId: 'two' }) }),
          item(session, 'StatusUpdate', { ...two, status: 'OUT_OF_SERVICE' }),
          item(session, 'Cancel', { id: 'three' }),
        );
        assert.deepEqual(
          answered,
          [404, 200, 200, 200, 200, 404].map((statusCode) => ({ statusCode })),
        );
        assert.equal((await session.read()).status, 'UP');
        assert.equal((await session.read('two')).status, 'OUT_OF_SERVICE');
      },
    ),

    dispatch(
      'batch-register-flag',
      'registrations count as a peer’s: OUT_OF_SERVICE is accepted',
      async (session) => {
        await session.register();
        const instanceInfo = session.instance({
          status: 'OUT_OF_SERVICE',
          lastDirtyTimestamp: `${dirtyTimestamp + 1}`,
        });
        await session.batch(item(session, 'Register', { instanceInfo, status: 'OUT_OF_SERVICE' }));
        assert.equal((await session.read()).status, 'OUT_OF_SERVICE');
      },
    ),
    dispatch(
      'batch-register-refused',
      'an invalid registration is answered with 200, and not stored',
      async (session) => {
        for (const changes of [{ ipAddr: '' }, { app: 'OTHER' }]) {
          const answered = await session.batch(
            item(session, 'Register', { instanceInfo: session.instance(changes) }),
          );
          assert.deepEqual(answered, [{ statusCode: 200 }]);
        }
        assert.equal((await session.get(`apps/${session.app}`)).status, 404);
      },
    ),
    respondsWith(
      'batch-register-none',
      'a registration without an instance is answered with 500',
      'Register',
      {},
      500,
    ),
    respondsWith(
      'batch-heartbeat',
      'a heartbeat with an equal timestamp is answered with 200',
      'Heartbeat',
      {},
      200,
    ),
    respondsWith(
      'batch-heartbeat-unknown',
      'a heartbeat of an unknown instance is answered with 404',
      'Heartbeat',
      { id: 'two' },
      404,
    ),
    respondsWith(
      'batch-heartbeat-newer',
      'a heartbeat with a newer timestamp is answered with 404',
      'Heartbeat',
      { lastDirtyTimestamp: dirtyTimestamp + 1 },
      404,
    ),
    dispatch(
      'batch-heartbeat-older',
      'a heartbeat with an older timestamp is answered with 409 and the server’s copy, without a root name',
      async (session) => {
        await session.register();
        const [answer, ...more] = await session.batch(
          item(session, 'Heartbeat', { lastDirtyTimestamp: dirtyTimestamp - 1 }),
        );
        assert.deepEqual([answer?.statusCode, more], [409, []]);
        const { instanceId, lastDirtyTimestamp, metadata } = answer?.responseEntity ?? {};
        assert.deepEqual(
          [instanceId, lastDirtyTimestamp, metadata?.['zone']],
          [session.id, `${dirtyTimestamp}`, 'z1'],
        );
        assert.deepEqual(Object.keys(answer ?? {}).toSorted(), ['responseEntity', 'statusCode']);
      },
    ),
    dispatch(
      'batch-heartbeat-override',
      'the override of a heartbeat with a newer timestamp is stored',
      async (session) => {
        await session.register();
        const ahead = { lastDirtyTimestamp: dirtyTimestamp + 1, overriddenStatus: 'OUT_OF_SERVICE' };
        assert.deepEqual(await session.batch(item(session, 'Heartbeat', ahead)), [{ statusCode: 404 }]);
        assert.equal((await session.read()).overriddenStatus, 'OUT_OF_SERVICE');
      },
    ),
    betterDispatch(
      'batch-snapshot',
      'the server’s copy has its state at that item, regardless of the next items',
      async (session) => {
        await session.register();
        const [answer] = await session.batch(
          item(session, 'Heartbeat', { lastDirtyTimestamp: dirtyTimestamp - 1 }),
          item(session, 'StatusUpdate', { status: 'DOWN' }),
          item(session, 'Cancel'),
        );
        const { status, actionType } = answer?.responseEntity ?? {};
        assert.deepEqual([status, actionType], ['UP', 'ADDED']);
      },
    ),
    dispatch('batch-cancel', 'an instance is cancelled', async (session) => {
      await session.register();
      const out = { appName: session.app, id: session.id, action: 'Cancel' };
      assert.deepEqual(await session.batch(out, out), [{ statusCode: 200 }, { statusCode: 404 }]);
      assert.equal((await session.get(session.path())).status, 404);
    }),
    dispatch(
      'batch-status',
      'a status is overridden, and the override is removed with the status that follows',
      async (session) => {
        await session.register();
        assert.deepEqual(await session.batch(item(session, 'StatusUpdate', { status: 'DOWN' })), [
          { statusCode: 200 },
        ]);
        assert.deepEqual(await statuses(session), ['DOWN', 'DOWN']);
        assert.deepEqual(await session.batch(item(session, 'DeleteStatusOverride')), [{ statusCode: 200 }]);
        assert.deepEqual(await statuses(session), ['UP', 'UNKNOWN']);
      },
    ),
    respondsWith(
      'batch-status-unknown',
      'a status update of an unknown instance is answered with 404',
      'StatusUpdate',
      { id: 'two' },
      404,
    ),
    respondsWith(
      'batch-status-broken',
      'an invalid status is answered with 500',
      'StatusUpdate',
      { status: 'BROKEN' },
      500,
    ),
    respondsWith(
      'batch-release-unknown',
      'removing the override of an unknown instance is answered with 404',
      'DeleteStatusOverride',
      { id: 'two' },
      404,
    ),
    respondsWith(
      'batch-release-stamp',
      'removing an override without a timestamp is answered with 500',
      'DeleteStatusOverride',
      { lastDirtyTimestamp: undefined },
      500,
    ),
    dispatch('batch-goes-on', 'a failed item does not stop the next ones', async (session) => {
      await session.register();
      const answered = await session.batch(
        item(session, 'Register'),
        item(session, 'StatusUpdate', { status: 'DOWN' }),
      );
      assert.deepEqual(answered, [{ statusCode: 500 }, { statusCode: 200 }]);
      assert.equal((await session.read()).status, 'DOWN');
    }),
  ],
};

async function statuses(session: TestSession): Promise<[string, string]> {
  const { status, overriddenStatus } = await session.read();
  return [status, overriddenStatus];
}
