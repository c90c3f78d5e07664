import { strict as assert } from 'node:assert';
import { checkOf, type Group } from '../check.js';
import { fromPeer } from '../test-session.js';

const cancelLease = checkOf('InstanceResource.cancelLease');
const internalCancel = checkOf('AbstractInstanceRegistry.internalCancel');

export const cancel: Group = {
  about: 'taking an instance out',
  checks: [
    cancelLease('cancel-200', 'it is answered 200, empty, once; then 404', async (guest) => {
      await guest.register();
      const reply = await guest.delete(guest.at());
      assert.deepEqual([reply.status, reply.text], [200, '']);
      assert.equal((await guest.delete(guest.at())).status, 404);
    }),
    cancelLease(
      'cancel-unknown',
      'of an unknown instance or application it is answered 404',
      async (guest) => {
        assert.equal((await guest.delete(guest.at())).status, 404);
        await guest.register();
        assert.equal((await guest.delete(guest.at('two'))).status, 404);
      },
    ),
    internalCancel('cancel-gone', 'the instance is gone from all that is read, at once', async (guest) => {
      await guest.register();
      await guest.register({ instanceId: 'two' });
      await guest.delete(guest.at());
      for (const path of [guest.at(), `instances/${guest.id}`]) {
        assert.equal((await guest.get(path)).status, 404, path);
      }
      for (const path of ['apps', `vips/${guest.vip}`, `svips/s-${guest.vip}`]) {
        const ids = (await guest.mine(path))?.instance.map(({ instanceId }) => instanceId);
        assert.deepEqual(ids, ['two'], path);
      }
      assert.equal((await guest.heartbeat()).status, 404);
    }),
    internalCancel('cancel-last', 'with its last instance an application is gone', async (guest) => {
      await guest.register();
      assert.equal((await guest.get(`apps/${guest.app}`)).status, 200);
      await guest.delete(guest.at());
      assert.equal((await guest.get(`apps/${guest.app}`)).status, 404);
      assert.equal(await guest.mine(), undefined);
    }),
    internalCancel('cancel-override', 'its override goes with it', async (guest) => {
      await guest.register();
      await guest.put(`${guest.at()}/status?value=OUT_OF_SERVICE`);
      await guest.delete(guest.at());
      await guest.register();
      const { status, overriddenStatus } = await guest.read();
      assert.deepEqual([status, overriddenStatus], ['UP', 'UNKNOWN']);
    }),
    cancelLease('cancel-path', 'the id may be encoded, the application in lower case', async (guest) => {
      for (const path of [
        `apps/${guest.app}/${encodeURIComponent(guest.id)}`,
        `apps/${guest.app.toLowerCase()}/${guest.id}`,
        `apps/${guest.app}/${guest.id}/`,
      ]) {
        await guest.register();
        assert.equal((await guest.delete(path)).status, 200, path);
      }
    }),
    cancelLease('cancel-body', 'a body is not read', async (guest) => {
      await guest.register();
      const headers = { 'content-type': 'application/json' };
      const { status } = await guest.ask(guest.at(), { method: 'DELETE', headers, body: '{' });
      assert.equal(status, 200);
    }),
    cancelLease('cancel-from-peer', 'a peer takes it out at the same path', async (guest) => {
      await guest.register();
      assert.equal((await guest.delete(guest.at(), fromPeer)).status, 200);
      assert.equal((await guest.get(guest.at())).status, 404);
    }),
  ],
};
