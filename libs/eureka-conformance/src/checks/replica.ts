import { strict as assert } from 'node:assert';
import { checkOf, type Group } from '../check.js';
import { fromPeer, json, xml } from '../test-session.js';
import { stamp } from '../java-instance.js';
import { documentOf } from '../replies.js';
import type { WireInstance } from '../wire.js';
import { child, xmlTree } from '../xml-tree.js';

const validateDirtyTimestamp = checkOf('InstanceResource.validateDirtyTimestamp');
const storeOverride = checkOf('AbstractInstanceRegistry.storeOverriddenStatusIfRequired');

const older = `?status=UP&lastDirtyTimestamp=${stamp - 1}`;
const newer = `?status=UP&lastDirtyTimestamp=${stamp + 1}`;

export const replica: Group = {
  about: 'the heartbeat of another registry',
  checks: [
    validateDirtyTimestamp(
      'replica-equal',
      'with an equal stamp it is answered 200, empty',
      async (guest) => {
        await guest.register();
        const reply = await guest.heartbeat(`?lastDirtyTimestamp=${stamp}`, fromPeer);
        assert.deepEqual([reply.status, reply.text], [200, '']);
      },
    ),
    validateDirtyTimestamp(
      'replica-older',
      'if it is behind it is answered 409, with our copy',
      async (guest) => {
        await guest.register();
        const reply = await guest.heartbeat(older, fromPeer);
        assert.equal(reply.status, 409);
        assert.equal(reply.type, 'application/json');
        const { instance } = documentOf<{ instance: WireInstance }>(reply);
        assert.deepEqual([instance.instanceId, instance.lastDirtyTimestamp], [guest.id, `${stamp}`]);
      },
    ),
    validateDirtyTimestamp('replica-older-xml', 'it gets our copy as XML if it asks so', async (guest) => {
      await guest.register();
      const reply = await guest.heartbeat(older, { ...fromPeer, ...xml });
      assert.deepEqual([reply.status, reply.type], [409, 'application/xml']);
      const instance = xmlTree(reply.text);
      assert.deepEqual([instance.name, child(instance, 'instanceId').text], ['instance', guest.id]);
    }),
    validateDirtyTimestamp(
      'replica-newer',
      'if it is ahead it is answered 404: send a registration',
      async (guest) => {
        await guest.register();
        assert.equal((await guest.heartbeat(newer, fromPeer)).status, 404);
        assert.equal((await guest.read()).overriddenStatus, 'UNKNOWN');
      },
    ),
    storeOverride(
      'replica-override',
      'if it is ahead, its override is stored, and counts at the next heartbeat',
      async (guest) => {
        await guest.register();
        const { status } = await guest.heartbeat(`${newer}&overriddenstatus=OUT_OF_SERVICE`, fromPeer);
        assert.equal(status, 404);
        assert.equal((await guest.read()).overriddenStatus, 'OUT_OF_SERVICE');
        await guest.heartbeat();
        assert.equal((await guest.read()).status, 'OUT_OF_SERVICE');
      },
    ),
    storeOverride('replica-override-unknown', 'UNKNOWN is no override', async (guest) => {
      await guest.register();
      await guest.put(`${guest.at()}/status?value=OUT_OF_SERVICE`);
      await guest.heartbeat(`${newer}&overriddenstatus=UNKNOWN`, fromPeer);
      assert.equal((await guest.read()).overriddenStatus, 'OUT_OF_SERVICE');
    }),
    storeOverride(
      'replica-override-behind',
      'the override of one that is not ahead is not stored',
      async (guest) => {
        await guest.register();
        await guest.heartbeat(`?lastDirtyTimestamp=${stamp}&overriddenstatus=OUT_OF_SERVICE`, fromPeer);
        assert.equal((await guest.read()).overriddenStatus, 'UNKNOWN');
      },
    ),
    validateDirtyTimestamp(
      'replica-override-broken',
      'an override that is none is answered 500',
      async (guest) => {
        await guest.register();
        assert.equal((await guest.heartbeat(`${newer}&overriddenstatus=BROKEN`, fromPeer)).status, 500);
      },
    ),
    validateDirtyTimestamp('replica-flag', 'only the exact text `true` makes it a peer’s', async (guest) => {
      await guest.register();
      for (const flag of ['TRUE', '1', 'false']) {
        const headers = { ...json, 'x-netflix-discovery-replication': flag };
        assert.equal((await guest.heartbeat(older, headers)).status, 200, flag);
      }
    }),
  ],
};
