import { strict as assert } from 'node:assert';
import { checkOf, type Check, type Group } from '../check.js';
import { fromPeer, type TestSession } from '../test-session.js';
import { child } from '../xml-tree.js';

const getDelta = checkOf('ApplicationsResource.getContainerDifferential');
const deltas = checkOf('AbstractInstanceRegistry.getApplicationDeltasFromMultipleRegions');

/** What the delta says of the instance after all that was done. */
const tells = (
  id: string,
  says: string,
  action: string,
  then: (guest: TestSession) => Promise<unknown>,
): Check =>
  deltas(id, says, async (guest) => {
    await guest.register();
    await then(guest);
    const { actionType, metadata } = await guest.listed('apps/delta');
    assert.equal(actionType, action);
    assert.equal(metadata['zone'], 'z1', 'the record is a whole instance');
  });

export const delta: Group = {
  about: 'the delta',
  checks: [
    tells('delta-added', 'a registration is an ADDED', 'ADDED', async () => undefined),
    tells('delta-added-again', 'a second registration is an ADDED too', 'ADDED', (guest) => guest.register()),
    tells('delta-status', 'a forced status is a MODIFIED', 'MODIFIED', (guest) =>
      guest.put(`${guest.at()}/status?value=OUT_OF_SERVICE`),
    ),
    tells(
      'delta-status-gone',
      'a status that is no longer forced is a MODIFIED',
      'MODIFIED',
      async (guest) => {
        await guest.put(`${guest.at()}/status?value=OUT_OF_SERVICE`);
        await guest.delete(`${guest.at()}/status?value=UP`);
      },
    ),
    tells('delta-status-same', 'a status that was so before is no change', 'ADDED', (guest) =>
      guest.put(`${guest.at()}/status?value=UP`),
    ),
    tells('delta-metadata', 'new metadata is an ADDED', 'ADDED', async (guest) => {
      await guest.put(`${guest.at()}/status?value=OUT_OF_SERVICE`);
      await guest.put(`${guest.at()}/metadata?color=blue`);
    }),
    tells('delta-deleted', 'an instance that was taken out is a DELETED', 'DELETED', (guest) =>
      guest.delete(guest.at()),
    ),
    tells('delta-back', 'an instance that came back is one record: ADDED', 'ADDED', async (guest) => {
      await guest.delete(guest.at());
      await guest.register();
    }),
    tells('delta-from-peer', 'what a peer says is in it as well', 'DELETED', (guest) =>
      guest.delete(guest.at(), fromPeer),
    ),

    getDelta('delta-fresh', 'it shows a change at once, also if it was asked for before', async (guest) => {
      await guest.register();
      assert.equal((await guest.listed('apps/delta')).status, 'UP');
      await guest.put(`${guest.at()}/status?value=OUT_OF_SERVICE`);
      assert.equal((await guest.listed('apps/delta')).status, 'OUT_OF_SERVICE');
      await guest.register({ status: 'DOWN' });
      assert.equal((await guest.listed('apps/delta')).status, 'DOWN');
    }),
    getDelta(
      'delta-hash',
      'its hash code is that of all instances: a client compares it with its own',
      async (guest) => {
        await guest.register();
        await guest.register({ instanceId: 'two', status: 'DOWN' });
        assert.equal(...(await hashesOf(guest)));
        await guest.delete(guest.at('two'));
        assert.equal(...(await hashesOf(guest)));
      },
    ),
    getDelta(
      'delta-version',
      'its version is a number as text, never -1, and grows with a change',
      async (guest) => {
        const versions = [];
        for (const status of ['UP', 'DOWN', 'UP']) {
          await guest.register({ status });
          const { versions__delta } = await guest.applications('apps/delta');
          assert.match(versions__delta, /^\d+$/);
          versions.push(Number(versions__delta));
        }
        const [first = 0, second = 0, third = 0] = versions;
        assert.ok(first < second && second < third, `${versions.join(', ')} grows`);
      },
    ),
    getDelta(
      'delta-paths',
      'a slash may follow, and regions that are not there change nothing',
      async (guest) => {
        await guest.register();
        for (const path of ['apps/delta/', 'apps/delta?regions=', 'apps/delta?regions=mars']) {
          assert.equal((await guest.listed(path)).actionType, 'ADDED', path);
        }
      },
    ),
    getDelta('delta-xml', 'as XML it says the same', async (guest) => {
      await guest.register();
      await guest.delete(guest.at());
      const instance = child(await guest.myXml('apps/delta'), 'instance');
      assert.deepEqual(
        [child(instance, 'actionType').text, child(instance, 'status').text],
        ['DELETED', 'UP'],
      );
    }),
  ],
};

/** The hash codes of delta and full read of one moment: others may register meanwhile. */
async function hashesOf(guest: TestSession): Promise<[delta: string, full: string, message: string]> {
  for (let tries = 0; ; tries += 1) {
    const before = (await guest.applications('apps/delta')).apps__hashcode;
    const full = (await guest.applications('apps')).apps__hashcode;
    const after = (await guest.applications('apps/delta')).apps__hashcode;
    if (before === after || tries === 20) return [after, full, 'delta and full read have the same hash code'];
  }
}
