import { strict as assert } from 'node:assert';
import { checkOf, type Check, type CheckGroup } from '../check.js';
import { fromPeer, type TestSession } from '../test-session.js';
import { child } from '../xml-tree.js';

const getDelta = checkOf('ApplicationsResource.getContainerDifferential');
const deltas = checkOf('AbstractInstanceRegistry.getApplicationDeltasFromMultipleRegions');

/** Checks the action that the delta shows for the instance after a change. */
const showsAction = (
  id: string,
  requirement: string,
  action: string,
  change: (session: TestSession) => Promise<unknown>,
): Check =>
  deltas(id, requirement, async (session) => {
    await session.register();
    await change(session);
    const { actionType, metadata } = await session.ownInstance('apps/delta');
    assert.equal(actionType, action);
    assert.equal(metadata['zone'], 'z1', 'the record is a full instance');
  });

export const delta: CheckGroup = {
  title: 'the delta',
  checks: [
    showsAction('delta-added', 'a registration is an ADDED', 'ADDED', async () => undefined),
    showsAction('delta-added-again', 'a second registration is an ADDED too', 'ADDED', (session) =>
      session.register(),
    ),
    showsAction('delta-status', 'a status override is a MODIFIED', 'MODIFIED', (session) =>
      session.put(`${session.path()}/status?value=OUT_OF_SERVICE`),
    ),
    showsAction(
      'delta-status-gone',
      'the removal of a status override is a MODIFIED',
      'MODIFIED',
      async (session) => {
        await session.put(`${session.path()}/status?value=OUT_OF_SERVICE`);
        await session.delete(`${session.path()}/status?value=UP`);
      },
    ),
    showsAction('delta-status-same', 'an override with the current status is no change', 'ADDED', (session) =>
      session.put(`${session.path()}/status?value=UP`),
    ),
    showsAction('delta-metadata', 'new metadata is an ADDED', 'ADDED', async (session) => {
      await session.put(`${session.path()}/status?value=OUT_OF_SERVICE`);
      await session.put(`${session.path()}/metadata?color=blue`);
    }),
    showsAction('delta-deleted', 'a cancelled instance is a DELETED', 'DELETED', (session) =>
      session.delete(session.path()),
    ),
    showsAction(
      'delta-back',
      'an instance that registers again is one record: ADDED',
      'ADDED',
      async (session) => {
        await session.delete(session.path());
        await session.register();
      },
    ),
    showsAction('delta-from-peer', 'a change by a peer is included', 'DELETED', (session) =>
      session.delete(session.path(), fromPeer),
    ),

    getDelta('delta-fresh', 'it shows a change at once, even if it was read before', async (session) => {
      await session.register();
      assert.equal((await session.ownInstance('apps/delta')).status, 'UP');
      await session.put(`${session.path()}/status?value=OUT_OF_SERVICE`);
      assert.equal((await session.ownInstance('apps/delta')).status, 'OUT_OF_SERVICE');
      await session.register({ status: 'DOWN' });
      assert.equal((await session.ownInstance('apps/delta')).status, 'DOWN');
    }),
    getDelta(
      'delta-hash',
      'its hash code is that of all instances, which clients compare with their own',
      async (session) => {
        await session.register();
        await session.register({ instanceId: 'two', status: 'DOWN' });
        assert.equal(...(await simultaneousHashCodes(session)));
        await session.delete(session.path('two'));
        assert.equal(...(await simultaneousHashCodes(session)));
      },
    ),
    getDelta(
      'delta-version',
      'its version is a number as text, never -1, and increases with a change',
      async (session) => {
        const versions = [];
        for (const status of ['UP', 'DOWN', 'UP']) {
          await session.register({ status });
          const { versions__delta } = await session.applications('apps/delta');
          assert.match(versions__delta, /^\d+$/);
          versions.push(Number(versions__delta));
        }
        const [first = 0, second = 0, third = 0] = versions;
        assert.ok(first < second && second < third, `${versions.join(', ')} grows`);
      },
    ),
    getDelta('delta-paths', 'a trailing slash and unknown regions change nothing', async (session) => {
      await session.register();
      for (const path of ['apps/delta/', 'apps/delta?regions=', 'apps/delta?regions=mars']) {
        assert.equal((await session.ownInstance(path)).actionType, 'ADDED', path);
      }
    }),
    getDelta('delta-xml', 'its XML has the same content', async (session) => {
      await session.register();
      await session.delete(session.path());
      const instance = child(await session.ownApplicationXml('apps/delta'), 'instance');
      assert.deepEqual(
        [child(instance, 'actionType').text, child(instance, 'status').text],
        ['DELETED', 'UP'],
      );
    }),
  ],
};

/** Reads the hash codes of delta and full fetch; repeats if another client changed the registry. */
async function simultaneousHashCodes(
  session: TestSession,
): Promise<[delta: string, full: string, message: string]> {
  for (let tries = 0; ; tries += 1) {
    const before = (await session.applications('apps/delta')).apps__hashcode;
    const full = (await session.applications('apps')).apps__hashcode;
    const after = (await session.applications('apps/delta')).apps__hashcode;
    if (before === after || tries === 20) return [after, full, 'delta and full read have the same hash code'];
  }
}
