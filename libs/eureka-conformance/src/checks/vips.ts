import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type Group } from '../check.js';
import { compact, json, type TestSession } from '../test-session.js';

const getVipResponse = checkOf('AbstractVIPResource.getVipResponse');
const virtualHostApps = checkOf('ResponseCacheImpl.getApplicationsForVip');
const invalidate = checkOf('ResponseCacheImpl.invalidate');
const betterInvalidate = betterThan('ResponseCacheImpl.invalidate');

const idsAt = async (guest: TestSession, path: string): Promise<readonly unknown[]> =>
  ((await guest.mine(path))?.instance ?? []).map(({ instanceId }) => instanceId).toSorted();

/** A list that was read before shows a change of the instance at once. */
const fresh = (id: string, says: string, path: (vip: string) => string, headers = json): Check =>
  betterInvalidate(id, says, async (guest) => {
    const addresses = {
      vipAddress: `${guest.vip},x-${guest.vip}`,
      secureVipAddress: `s-${guest.vip},t-${guest.vip}`,
    };
    await guest.register(addresses);
    assert.equal((await guest.listed(path(guest.vip), headers)).status, 'UP');
    await guest.register({ ...addresses, status: 'DOWN' });
    assert.equal((await guest.listed(path(guest.vip), headers)).status, 'DOWN');
  });

export const vips: Group = {
  about: 'reading by vip',
  checks: [
    getVipResponse('vip', 'a vip has the instances that name it, whatever their status', async (guest) => {
      await guest.register();
      await guest.register({ instanceId: 'two', status: 'DOWN' });
      await guest.register({ instanceId: 'other', vipAddress: `other-${guest.vip}` });
      assert.deepEqual(await idsAt(guest, `vips/${guest.vip}`), [guest.id, 'two']);
    }),
    getVipResponse(
      'vip-header',
      'its version is -1, its hash code that of its own instances',
      async (guest) => {
        await guest.register();
        await guest.register({ instanceId: 'two', status: 'DOWN' });
        const { versions__delta, apps__hashcode } = await guest.applications(`vips/${guest.vip}`);
        assert.deepEqual([versions__delta, apps__hashcode], ['-1', 'DOWN_1_UP_1_']);
      },
    ),
    getVipResponse('vip-unknown', 'an unknown vip is answered 200, with nothing in it', async (guest) => {
      for (const path of [`vips/${guest.vip}`, `svips/${guest.vip}`]) {
        const { versions__delta, apps__hashcode, application } = await guest.applications(path);
        assert.deepEqual([versions__delta, apps__hashcode, application], ['-1', '', []], path);
      }
    }),
    virtualHostApps('vip-case', 'a vip is compared to the letter', async (guest) => {
      await guest.register();
      assert.deepEqual(await idsAt(guest, `vips/${guest.vip.toUpperCase()}`), []);
    }),
    virtualHostApps('vip-list', 'an instance may name several vips', async (guest) => {
      await guest.register({ vipAddress: `a-${guest.vip},b-${guest.vip}` });
      for (const vip of ['a', 'b'])
        assert.deepEqual(await idsAt(guest, `vips/${vip}-${guest.vip}`), [guest.id]);
    }),
    getVipResponse('vip-comma', 'a list of vips is no vip: it has nothing', async (guest) => {
      await guest.register({ vipAddress: `a-${guest.vip},b-${guest.vip}` });
      assert.deepEqual(await idsAt(guest, `vips/a-${guest.vip},b-${guest.vip}`), []);
    }),
    virtualHostApps('vip-apps', 'several applications may share a vip', async (guest) => {
      const app = `${guest.app}-OTHER`;
      await guest.register();
      await guest.registerIn(app);
      const { application } = await guest.applications(`vips/${guest.vip}`);
      assert.deepEqual(application.map(({ name }) => name).toSorted(), [guest.app, app]);
    }),
    getVipResponse('vip-regions', 'regions that are asked for are not looked at', async (guest) => {
      await guest.register();
      assert.deepEqual(await idsAt(guest, `vips/${guest.vip}?regions=mars`), [guest.id]);
    }),
    getVipResponse('svip', 'a secure vip has the instances that name it as such', async (guest) => {
      await guest.register({ secureVipAddress: `s-${guest.vip},t-${guest.vip}` });
      assert.deepEqual(await idsAt(guest, `svips/s-${guest.vip}`), [guest.id]);
      assert.deepEqual(await idsAt(guest, `svips/t-${guest.vip}`), [guest.id]);
      assert.deepEqual(await idsAt(guest, `svips/${guest.vip}`), []);
      assert.deepEqual(await idsAt(guest, `vips/s-${guest.vip}`), []);
    }),
    invalidate(
      'vip-fresh',
      'a vip shows a change at once, also if it was asked for before',
      async (guest) => {
        await guest.register();
        assert.equal((await guest.listed(`vips/${guest.vip}`)).status, 'UP');
        await guest.register({ status: 'DOWN' });
        assert.equal((await guest.listed(`vips/${guest.vip}`)).status, 'DOWN');
      },
    ),
    betterInvalidate(
      'vip-moves',
      'an instance that moves to another vip is gone from its first',
      async (guest) => {
        await guest.register();
        assert.deepEqual(await idsAt(guest, `vips/${guest.vip}`), [guest.id]);
        await guest.register({ vipAddress: `new-${guest.vip}` });
        assert.deepEqual(await idsAt(guest, `vips/${guest.vip}`), []);
        assert.deepEqual(await idsAt(guest, `vips/new-${guest.vip}`), [guest.id]);
      },
    ),
    fresh('vip-list-fresh', 'each vip of several shows a change at once', (vip) => `vips/x-${vip}`),
    fresh('svip-list-fresh', 'each secure vip of several shows a change at once', (vip) => `svips/t-${vip}`),
    betterInvalidate('vip-compact-fresh', 'a compact list by vip shows a change at once', async (guest) => {
      const headers = { ...json, ...compact };
      await guest.register();
      assert.equal((await guest.listed(`vips/${guest.vip}`, headers)).status, 'UP');
      await guest.register({ status: 'DOWN' });
      assert.equal((await guest.listed(`vips/${guest.vip}`, headers)).status, 'DOWN');
    }),
  ],
};
