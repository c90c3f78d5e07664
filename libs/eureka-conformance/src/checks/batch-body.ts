import { strict as assert } from 'node:assert';
import { gzipSync } from 'node:zlib';
import { betterThan, checkOf, type Check, type CheckFactory, type CheckGroup } from '../check.js';
import { acceptJson, acceptXml, type TestSession } from '../test-session.js';
import { dirtyTimestamp } from '../java-instance.js';
import { parseJson } from '../replies.js';
import { asList, type WireItemResponse } from '../wire.js';

const batchReplication = checkOf('PeerReplicationResource.batchReplication');
const betterReplication = betterThan('PeerReplicationResource.batchReplication');
const provider = checkOf('DiscoveryJerseyProvider.readFrom');
const betterProvider = betterThan('DiscoveryJerseyProvider.readFrom');

/** Creates an item of a batch, for the check’s instance. */
export const item = (session: TestSession, action: string, changes: object = {}) => ({
  appName: session.app,
  id: session.id,
  lastDirtyTimestamp: dirtyTimestamp,
  status: 'UP',
  action,
  ...changes,
});

/** Checks the status of the response to a batch. */
const batchStatus = (
  id: string,
  requirement: string,
  status: number,
  body: (session: TestSession) => object | string,
  headers: Record<string, string> = acceptJson,
  path?: string,
  by: CheckFactory = provider,
): Check =>
  by(id, requirement, async (session) => {
    await session.register();
    assert.equal((await session.sendBatch(body(session), headers, path)).status, status);
  });

const oneHeartbeat = (session: TestSession) => ({ replicationList: [item(session, 'Heartbeat')] });

/** Checks that the response is JSON, regardless of the requested form. */
const respondsInJson = (id: string, requirement: string, headers: Record<string, string>): Check =>
  betterReplication(id, requirement, async (session) => {
    await session.register();
    const reply = await session.sendBatch(oneHeartbeat(session), headers);
    assert.deepEqual([reply.status, reply.type], [200, 'application/json']);
    assert.deepEqual(parseJson(reply), { responseList: [{ statusCode: 200 }] });
  });

export const batchBody: CheckGroup = {
  title: 'a batch',
  checks: [
    batchReplication('batch-empty', 'an empty batch is answered with an empty list', async (session) => {
      const reply = await session.sendBatch({ replicationList: [] });
      assert.equal(reply.status, 200);
      assert.deepEqual(
        asList(parseJson<{ responseList: readonly WireItemResponse[] }>(reply).responseList),
        [],
      );
    }),
    batchReplication('batch-array', 'a list of one response is a list', async (session) => {
      const { responseList } = parseJson<{ responseList: unknown }>(
        await session.sendBatch(oneHeartbeat(session)),
      );
      assert.deepEqual(responseList, [{ statusCode: 404 }]);
    }),

    batchStatus('batch-cut', 'a truncated batch is rejected with 400', 400, () => '{"replicationList":['),
    batchStatus('batch-action', 'an unknown action is rejected with 400', 400, (session) => ({
      replicationList: [item(session, 'Dance')],
    })),
    batchStatus('batch-type', 'a batch that is not JSON is rejected with 415', 415, () => 'hello', {
      'content-type': 'text/plain',
    }),
    batchStatus(
      'batch-no-slash',
      'the trailing slash of its path is optional',
      200,
      oneHeartbeat,
      acceptJson,
      'peerreplication/batch',
    ),
    batchStatus(
      'batch-v2',
      'it may be sent below `v2`',
      200,
      oneHeartbeat,
      acceptJson,
      'v2/peerreplication/batch/',
    ),
    batchStatus('batch-chunked', 'it may be chunked, as Java sends it', 200, oneHeartbeat, {
      ...acceptJson,
      'transfer-encoding': 'chunked',
    }),
    batchStatus(
      'batch-gzip',
      'it may be compressed',
      200,
      (session) => gzipSync(JSON.stringify(oneHeartbeat(session))),
      {
        ...acceptJson,
        'content-encoding': 'gzip',
      },
    ),
    batchStatus(
      'batch-unknown',
      'unknown fields of a newer peer are ignored',
      200,
      (session) => ({
        replicationList: [item(session, 'Heartbeat', { later: 'x' })],
        later: 'x',
      }),
      acceptJson,
      undefined,
      betterProvider,
    ),
    respondsInJson('batch-no-accept', 'without an Accept header the response is JSON', {}),
    respondsInJson('batch-accept-xml', 'if XML is requested the response is JSON, the only form', acceptXml),
  ],
};
