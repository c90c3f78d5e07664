import { strict as assert } from 'node:assert';
import { betterThan, type Check, type CheckGroup } from '../check.js';
import { dirtyTimestamp } from '../java-instance.js';
import { fromPeer, type TestSession } from '../test-session.js';
import type { Reply } from '../send-request.js';

const betterInstance = betterThan('InstanceResource');
const betterBatch = betterThan('PeerReplicationResource.batchReplication');

/** Checks that a request is rejected with an empty 400, and changes nothing. */
const rejects = (
  id: string,
  what: string,
  send: (session: TestSession) => Promise<Reply>,
  by = betterInstance,
): Check =>
  by(id, `${what} is answered with an empty 400: a 500 would be a fault of the server`, async (session) => {
    await session.register();
    const reply = await send(session);
    assert.deepEqual([reply.status, reply.text], [400, '']);
    const { status, overriddenStatus } = await session.read();
    assert.deepEqual([status, overriddenStatus], ['UP', 'UNKNOWN']);
  });

const rejectsStamp = (id: string, what: string, stamp: string) =>
  rejects(id, what, (session) => session.heartbeat(`?lastDirtyTimestamp=${stamp}`));
const rejectsStatus = (id: string, what: string, query: string) =>
  rejects(id, what, (session) => session.put(`${session.path()}/status${query}`));

/** Java answers these with 500. Its clients and peers treat both statuses alike. */
export const malformedRequests: CheckGroup = {
  title: 'malformed requests',
  checks: [
    rejectsStamp('heartbeat-no-number', 'an invalid timestamp', 'abc'),
    rejectsStamp('heartbeat-empty-stamp', 'an empty timestamp', ''),
    rejectsStamp('heartbeat-escape', 'a timestamp with an invalid escape', '%zz'),
    rejects('replica-override-broken', 'an invalid override of a replicated heartbeat', (session) => {
      const query = `?status=UP&lastDirtyTimestamp=${dirtyTimestamp + 1}&overriddenstatus=BROKEN`;
      return session.heartbeat(query, fromPeer);
    }),
    rejectsStatus('status-broken', 'an invalid status', '?value=BROKEN'),
    rejectsStatus('status-lower', 'a status in lower case', '?value=out_of_service'),
    rejectsStatus('status-empty', 'an empty status', '?value='),
    rejectsStatus('status-missing', 'a missing status', ''),
    rejectsStatus(
      'status-broken-stamp',
      'an override with an invalid timestamp',
      '?value=DOWN&lastDirtyTimestamp=abc',
    ),
    rejects('status-delete-broken', 'an invalid status to follow a removed override', (session) =>
      session.delete(`${session.path()}/status?value=BROKEN`),
    ),
    rejects('batch-no-list', 'a batch without a list', (session) => session.sendBatch({}), betterBatch),
  ],
};
