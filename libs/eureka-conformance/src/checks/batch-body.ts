import { strict as assert } from 'node:assert';
import { gzipSync } from 'node:zlib';
import { betterThan, checkOf, type Check, type CheckMaker, type Group } from '../check.js';
import { json, xml, type TestSession } from '../test-session.js';
import { stamp } from '../java-instance.js';
import { documentOf } from '../replies.js';
import { many, type WireAnswer } from '../wire.js';

const batchReplication = checkOf('PeerReplicationResource.batchReplication');
const betterReplication = betterThan('PeerReplicationResource.batchReplication');
const provider = checkOf('DiscoveryJerseyProvider.readFrom');
const betterProvider = betterThan('DiscoveryJerseyProvider.readFrom');

/** What a registry tells another of the check’s instance. */
export const item = (guest: TestSession, action: string, changes: object = {}) => ({
  appName: guest.app,
  id: guest.id,
  lastDirtyTimestamp: stamp,
  status: 'UP',
  action,
  ...changes,
});

/** A batch as a whole, sent so, is answered with this status. */
const whole = (
  id: string,
  says: string,
  status: number,
  body: (guest: TestSession) => object | string,
  headers: Record<string, string> = json,
  path?: string,
  by: CheckMaker = provider,
): Check =>
  by(id, says, async (guest) => {
    await guest.register();
    assert.equal((await guest.sendBatch(body(guest), headers, path)).status, status);
  });

const oneHeartbeat = (guest: TestSession) => ({ replicationList: [item(guest, 'Heartbeat')] });

/** Whatever form is asked for, the answer is JSON. */
const answersJson = (id: string, says: string, headers: Record<string, string>): Check =>
  betterReplication(id, says, async (guest) => {
    await guest.register();
    const reply = await guest.sendBatch(oneHeartbeat(guest), headers);
    assert.deepEqual([reply.status, reply.type], [200, 'application/json']);
    assert.deepEqual(documentOf(reply), { responseList: [{ statusCode: 200 }] });
  });

export const batchBody: Group = {
  about: 'a batch as a whole',
  checks: [
    batchReplication('batch-empty', 'a batch of nothing is answered with nothing', async (guest) => {
      const reply = await guest.sendBatch({ replicationList: [] });
      assert.equal(reply.status, 200);
      assert.deepEqual(many(documentOf<{ responseList: readonly WireAnswer[] }>(reply).responseList), []);
    }),
    batchReplication('batch-array', 'a list of one answer is a list', async (guest) => {
      const { responseList } = documentOf<{ responseList: unknown }>(
        await guest.sendBatch(oneHeartbeat(guest)),
      );
      assert.deepEqual(responseList, [{ statusCode: 404 }]);
    }),

    whole('batch-no-list', 'an object without a list is answered 500', 500, () => ({})),
    whole('batch-cut', 'a batch that is cut off is answered 400', 400, () => '{"replicationList":['),
    whole('batch-action', 'an unknown action is answered 400', 400, (guest) => ({
      replicationList: [item(guest, 'Dance')],
    })),
    whole('batch-type', 'a batch that is no JSON is answered 415', 415, () => 'hello', {
      'content-type': 'text/plain',
    }),
    whole('batch-no-slash', 'its path may have no slash', 200, oneHeartbeat, json, 'peerreplication/batch'),
    whole('batch-v2', 'it may be sent below `v2`', 200, oneHeartbeat, json, 'v2/peerreplication/batch/'),
    whole('batch-chunked', 'it may come in chunks, as Java sends it', 200, oneHeartbeat, {
      ...json,
      'transfer-encoding': 'chunked',
    }),
    whole(
      'batch-gzip',
      'it may be compressed',
      200,
      (guest) => gzipSync(JSON.stringify(oneHeartbeat(guest))),
      {
        ...json,
        'content-encoding': 'gzip',
      },
    ),
    whole(
      'batch-unknown',
      'what a newer peer adds is passed over',
      200,
      (guest) => ({
        replicationList: [item(guest, 'Heartbeat', { later: 'x' })],
        later: 'x',
      }),
      json,
      undefined,
      betterProvider,
    ),
    answersJson('batch-no-accept', 'who does not say how to be answered is answered in JSON', {}),
    answersJson('batch-accept-xml', 'who asks for XML is answered in JSON: there is no other form', xml),
  ],
};
