import { strict as assert } from 'node:assert';
import { checkOf, type CheckGroup } from '../check.js';
import { fromPeer } from '../test-session.js';

const cancelLease = checkOf('InstanceResource.cancelLease');
const internalCancel = checkOf('AbstractInstanceRegistry.internalCancel');

export const cancel: CheckGroup = {
  title: 'cancelling an instance',
  checks: [
    cancelLease('cancel-200', 'it is answered with an empty 200 once, then with 404', async (session) => {
      await session.register();
      const reply = await session.delete(session.path());
      assert.deepEqual([reply.status, reply.text], [200, '']);
      assert.equal((await session.delete(session.path())).status, 404);
    }),
    cancelLease(
      'cancel-unknown',
      'an unknown instance or application is answered with 404',
      async (session) => {
        assert.equal((await session.delete(session.path())).status, 404);
        await session.register();
        assert.equal((await session.delete(session.path('two'))).status, 404);
      },
    ),
    internalCancel('cancel-gone', 'the instance disappears from all documents at once', async (session) => {
      await session.register();
      await session.register({ instanceId: 'two' });
      await session.delete(session.path());
      for (const path of [session.path(), `instances/${session.id}`]) {
        assert.equal((await session.get(path)).status, 404, path);
      }
      for (const path of ['apps', `vips/${session.vip}`, `svips/s-${session.vip}`]) {
        const ids = (await session.ownApplication(path))?.instance.map(({ instanceId }) => instanceId);
        assert.deepEqual(ids, ['two'], path);
      }
      assert.equal((await session.heartbeat()).status, 404);
    }),
    internalCancel('cancel-last', 'an application disappears with its last instance', async (session) => {
      await session.register();
      assert.equal((await session.get(`apps/${session.app}`)).status, 200);
      await session.delete(session.path());
      assert.equal((await session.get(`apps/${session.app}`)).status, 404);
      assert.equal(await session.ownApplication(), undefined);
    }),
    internalCancel('cancel-override', 'the override is removed with the instance', async (session) => {
      await session.register();
      await session.put(`${session.path()}/status?value=OUT_OF_SERVICE`);
      await session.delete(session.path());
      await session.register();
      const { status, overriddenStatus } = await session.read();
      assert.deepEqual([status, overriddenStatus], ['UP', 'UNKNOWN']);
    }),
    cancelLease('cancel-path', 'the id may be encoded, the application in lower case', async (session) => {
      for (const path of [
        `apps/${session.app}/${encodeURIComponent(session.id)}`,
        `apps/${session.app.toLowerCase()}/${session.id}`,
        `apps/${session.app}/${session.id}/`,
      ]) {
        await session.register();
        assert.equal((await session.delete(path)).status, 200, path);
      }
    }),
    cancelLease('cancel-body', 'a body is ignored', async (session) => {
      await session.register();
      const headers = { 'content-type': 'application/json' };
      const { status } = await session.request(session.path(), {
        method: 'DELETE',
        headers,
        body: '{',
      });
      assert.equal(status, 200);
    }),
    cancelLease('cancel-from-peer', 'a peer cancels at the same path', async (session) => {
      await session.register();
      assert.equal((await session.delete(session.path(), fromPeer)).status, 200);
      assert.equal((await session.get(session.path())).status, 404);
    }),
  ],
};
