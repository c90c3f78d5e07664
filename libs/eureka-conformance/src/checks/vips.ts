import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type CheckGroup } from '../check.js';
import { acceptCompact, acceptJson, type TestSession } from '../test-session.js';

const getVipResponse = checkOf('AbstractVIPResource.getVipResponse');
const virtualHostApps = checkOf('ResponseCacheImpl.getApplicationsForVip');
const invalidate = checkOf('ResponseCacheImpl.invalidate');
const betterInvalidate = betterThan('ResponseCacheImpl.invalidate');

const ownIds = async (session: TestSession, path: string): Promise<readonly unknown[]> =>
  ((await session.ownApplication(path))?.instance ?? []).map(({ instanceId }) => instanceId).toSorted();

/** Checks that a list by vip shows a change at once, even if it was read before. */
const showsChange = (
  id: string,
  requirement: string,
  path: (vip: string) => string,
  headers = acceptJson,
): Check =>
  betterInvalidate(id, requirement, async (session) => {
    const addresses = {
      vipAddress: `${session.vip},x-${session.vip}`,
      secureVipAddress: `s-${session.vip},t-${session.vip}`,
    };
    await session.register(addresses);
    assert.equal((await session.ownInstance(path(session.vip), headers)).status, 'UP');
    await session.register({ ...addresses, status: 'DOWN' });
    assert.equal((await session.ownInstance(path(session.vip), headers)).status, 'DOWN');
  });

export const vips: CheckGroup = {
  title: 'reading by vip',
  checks: [
    getVipResponse('vip', 'a vip has the instances that name it, in any status', async (session) => {
      await session.register();
      await session.register({ instanceId: 'two', status: 'DOWN' });
      await session.register({ instanceId: 'other', vipAddress: `other-${session.vip}` });
      assert.deepEqual(await ownIds(session, `vips/${session.vip}`), [session.id, 'two']);
    }),
    getVipResponse(
      'vip-header',
      'its version is -1, its hash code that of its own instances',
      async (session) => {
        await session.register();
        await session.register({ instanceId: 'two', status: 'DOWN' });
        const { versions__delta, apps__hashcode } = await session.applications(`vips/${session.vip}`);
        assert.deepEqual([versions__delta, apps__hashcode], ['-1', 'DOWN_1_UP_1_']);
      },
    ),
    getVipResponse('vip-unknown', 'an unknown vip is answered with an empty 200', async (session) => {
      for (const path of [`vips/${session.vip}`, `svips/${session.vip}`]) {
        const { versions__delta, apps__hashcode, application } = await session.applications(path);
        assert.deepEqual([versions__delta, apps__hashcode, application], ['-1', '', []], path);
      }
    }),
    virtualHostApps('vip-case', 'a vip is case-sensitive', async (session) => {
      await session.register();
      assert.deepEqual(await ownIds(session, `vips/${session.vip.toUpperCase()}`), []);
    }),
    virtualHostApps('vip-list', 'an instance may name several vips', async (session) => {
      await session.register({ vipAddress: `a-${session.vip},b-${session.vip}` });
      for (const vip of ['a', 'b'])
        assert.deepEqual(await ownIds(session, `vips/${vip}-${session.vip}`), [session.id]);
    }),
    getVipResponse('vip-comma', 'a list of vips is not a vip: the result is empty', async (session) => {
      await session.register({ vipAddress: `a-${session.vip},b-${session.vip}` });
      assert.deepEqual(await ownIds(session, `vips/a-${session.vip},b-${session.vip}`), []);
    }),
    virtualHostApps('vip-apps', 'several applications may share a vip', async (session) => {
      const app = `${session.app}-OTHER`;
      await session.register();
      await session.registerIn(app);
      const { application } = await session.applications(`vips/${session.vip}`);
      assert.deepEqual(application.map(({ name }) => name).toSorted(), [session.app, app]);
    }),
    getVipResponse('vip-regions', 'requested regions are ignored', async (session) => {
      await session.register();
      assert.deepEqual(await ownIds(session, `vips/${session.vip}?regions=mars`), [session.id]);
    }),
    getVipResponse('svip', 'a secure vip has the instances that name it as secure', async (session) => {
      await session.register({ secureVipAddress: `s-${session.vip},t-${session.vip}` });
      assert.deepEqual(await ownIds(session, `svips/s-${session.vip}`), [session.id]);
      assert.deepEqual(await ownIds(session, `svips/t-${session.vip}`), [session.id]);
      assert.deepEqual(await ownIds(session, `svips/${session.vip}`), []);
      assert.deepEqual(await ownIds(session, `vips/s-${session.vip}`), []);
    }),
    invalidate(
      'vip-fresh',
      'a vip shows a change at once, even if it was requested before',
      async (session) => {
        await session.register();
        assert.equal((await session.ownInstance(`vips/${session.vip}`)).status, 'UP');
        await session.register({ status: 'DOWN' });
        assert.equal((await session.ownInstance(`vips/${session.vip}`)).status, 'DOWN');
      },
    ),
    betterInvalidate(
      'vip-moves',
      'an instance that moves to another vip disappears from its first',
      async (session) => {
        await session.register();
        assert.deepEqual(await ownIds(session, `vips/${session.vip}`), [session.id]);
        await session.register({ vipAddress: `new-${session.vip}` });
        assert.deepEqual(await ownIds(session, `vips/${session.vip}`), []);
        assert.deepEqual(await ownIds(session, `vips/new-${session.vip}`), [session.id]);
      },
    ),
    showsChange('vip-list-fresh', 'each vip of several shows a change at once', (vip) => `vips/x-${vip}`),
    showsChange(
      'svip-list-fresh',
      'each secure vip of several shows a change at once',
      (vip) => `svips/t-${vip}`,
    ),
    betterInvalidate('vip-compact-fresh', 'a compact list by vip shows a change at once', async (session) => {
      const headers = { ...acceptJson, ...acceptCompact };
      await session.register();
      assert.equal((await session.ownInstance(`vips/${session.vip}`, headers)).status, 'UP');
      await session.register({ status: 'DOWN' });
      assert.equal((await session.ownInstance(`vips/${session.vip}`, headers)).status, 'DOWN');
    }),
  ],
};
