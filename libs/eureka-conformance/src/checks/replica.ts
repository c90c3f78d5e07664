import { strict as assert } from 'node:assert';
import { checkOf, type CheckGroup } from '../check.js';
import { fromPeer, acceptJson, acceptXml } from '../test-session.js';
import { dirtyTimestamp } from '../java-instance.js';
import { parseJson } from '../replies.js';
import type { WireInstance } from '../wire.js';
import { child, parseXml } from '../xml-tree.js';

const validateDirtyTimestamp = checkOf('InstanceResource.validateDirtyTimestamp');
const storeOverride = checkOf('AbstractInstanceRegistry.storeOverriddenStatusIfRequired');

const older = `?status=UP&lastDirtyTimestamp=${dirtyTimestamp - 1}`;
const newer = `?status=UP&lastDirtyTimestamp=${dirtyTimestamp + 1}`;

export const replica: CheckGroup = {
  title: 'replicated heartbeats',
  checks: [
    validateDirtyTimestamp(
      'replica-equal',
      'an equal timestamp is answered with an empty 200',
      async (session) => {
        await session.register();
        const reply = await session.heartbeat(`?lastDirtyTimestamp=${dirtyTimestamp}`, fromPeer);
        assert.deepEqual([reply.status, reply.text], [200, '']);
      },
    ),
    validateDirtyTimestamp(
      'replica-older',
      'an older timestamp is answered with 409 and the server’s copy',
      async (session) => {
        await session.register();
        const reply = await session.heartbeat(older, fromPeer);
        assert.equal(reply.status, 409);
        assert.equal(reply.type, 'application/json');
        const { instance } = parseJson<{ instance: WireInstance }>(reply);
        assert.deepEqual(
          [instance.instanceId, instance.lastDirtyTimestamp],
          [session.id, `${dirtyTimestamp}`],
        );
      },
    ),
    validateDirtyTimestamp('replica-older-xml', 'the server’s copy is XML if requested', async (session) => {
      await session.register();
      const reply = await session.heartbeat(older, { ...fromPeer, ...acceptXml });
      assert.deepEqual([reply.status, reply.type], [409, 'application/xml']);
      const instance = parseXml(reply.text);
      assert.deepEqual([instance.name, child(instance, 'instanceId').text], ['instance', session.id]);
    }),
    validateDirtyTimestamp(
      'replica-newer',
      'a newer timestamp is answered with 404: send a registration',
      async (session) => {
        await session.register();
        assert.equal((await session.heartbeat(newer, fromPeer)).status, 404);
        assert.equal((await session.read()).overriddenStatus, 'UNKNOWN');
      },
    ),
    storeOverride(
      'replica-override',
      'the override is stored if the timestamp is newer, and effective at the next heartbeat',
      async (session) => {
        await session.register();
        const { status } = await session.heartbeat(`${newer}&overriddenstatus=OUT_OF_SERVICE`, fromPeer);
        assert.equal(status, 404);
        assert.equal((await session.read()).overriddenStatus, 'OUT_OF_SERVICE');
        await session.heartbeat();
        assert.equal((await session.read()).status, 'OUT_OF_SERVICE');
      },
    ),
    storeOverride('replica-override-unknown', 'UNKNOWN is no override', async (session) => {
      await session.register();
      await session.put(`${session.path()}/status?value=OUT_OF_SERVICE`);
      await session.heartbeat(`${newer}&overriddenstatus=UNKNOWN`, fromPeer);
      assert.equal((await session.read()).overriddenStatus, 'OUT_OF_SERVICE');
    }),
    storeOverride(
      'replica-override-behind',
      'the override is not stored if the timestamp is not newer',
      async (session) => {
        await session.register();
        await session.heartbeat(
          `?lastDirtyTimestamp=${dirtyTimestamp}&overriddenstatus=OUT_OF_SERVICE`,
          fromPeer,
        );
        assert.equal((await session.read()).overriddenStatus, 'UNKNOWN');
      },
    ),
    validateDirtyTimestamp(
      'replica-flag',
      'only the exact value `true` marks a request as a peer’s',
      async (session) => {
        await session.register();
        for (const flag of ['TRUE', '1', 'false']) {
          const headers = { ...acceptJson, 'x-netflix-discovery-replication': flag };
          assert.equal((await session.heartbeat(older, headers)).status, 200, flag);
        }
      },
    ),
  ],
};
