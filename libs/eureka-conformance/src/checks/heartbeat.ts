import { strict as assert } from 'node:assert';
import { checkOf, type Check, type CheckGroup } from '../check.js';
import { acceptJson, type TestSession } from '../test-session.js';
import { dirtyTimestamp } from '../java-instance.js';

const renewLease = checkOf('InstanceResource.renewLease');
const validateDirtyTimestamp = checkOf('InstanceResource.validateDirtyTimestamp');
const renew = checkOf('AbstractInstanceRegistry.renew');

const usualQuery = `?status=UP&lastDirtyTimestamp=${dirtyTimestamp}`;

/** Checks the status of the response to a heartbeat of a registered instance. */
const respondsWith = (id: string, requirement: string, status: number, query: string): Check =>
  validateDirtyTimestamp(id, requirement, async (session) => {
    await session.register();
    assert.equal((await session.heartbeat(query)).status, status);
  });

const acceptsBody = (
  id: string,
  requirement: string,
  headers: Record<string, string>,
  body?: string,
): Check =>
  renewLease(id, requirement, async (session) => {
    await session.register();
    const path = `${session.path()}${usualQuery}`;
    const reply = await session.request(path, {
      method: 'PUT',
      headers,
      ...(body !== undefined && { body }),
    });
    assert.equal(reply.status, 200);
  });

export const heartbeat: CheckGroup = {
  title: 'heartbeats',
  checks: [
    renewLease(
      'heartbeat-200-empty',
      'a heartbeat is answered with an empty 200: Java parses any body',
      async (session) => {
        await session.register();
        for (const query of ['', usualQuery]) {
          const reply = await session.heartbeat(query);
          assert.deepEqual([reply.status, reply.text], [200, '']);
        }
      },
    ),
    renewLease(
      'heartbeat-404',
      'a heartbeat of an unknown instance is answered with 404: register',
      async (session) => {
        assert.equal((await session.heartbeat(usualQuery)).status, 404);
        await session.register();
        assert.equal((await session.put(`${session.path('two')}${usualQuery}`)).status, 404);
      },
    ),
    renewLease(
      'heartbeat-404-empty',
      'a 404 to a heartbeat is empty: with a body Jersey clients never register again',
      async (session) => {
        await session.register();
        for (const headers of [acceptJson, {}]) {
          assert.equal((await session.put(`${session.path('two')}${usualQuery}`, headers)).text, '');
          assert.equal(
            (await session.heartbeat(`?lastDirtyTimestamp=${dirtyTimestamp + 1}`, headers)).text,
            '',
          );
        }
      },
    ),

    renew(
      'heartbeat-renews',
      'a heartbeat sets the renewal time to now plus the duration: Lease.renew',
      async (session) => {
        await session.register();
        const registered = await renewedAt(session);
        await session.heartbeat(usualQuery);
        const renewed = await renewedAt(session);
        assert.ok(
          renewed - registered >= 90_000 && renewed - registered < 150_000,
          `${renewed - registered} ms later`,
        );
      },
    ),
    renewLease(
      'heartbeat-renews-anyway',
      'the lease is renewed even if the response is 404',
      async (session) => {
        await session.register();
        const registered = await renewedAt(session);
        assert.equal((await session.heartbeat(`?lastDirtyTimestamp=${dirtyTimestamp + 1}`)).status, 404);
        assert.ok((await renewedAt(session)) - registered >= 90_000);
      },
    ),
    renew('heartbeat-changes-nothing', 'a heartbeat does not change the instance', async (session) => {
      await session.register();
      const { leaseInfo: _lease, ...before } = await session.read();
      await session.heartbeat('?status=DOWN');
      const { leaseInfo: _renewed, ...after } = await session.read();
      assert.deepEqual(after, before);
    }),

    respondsWith('heartbeat-same-stamp', 'an equal timestamp is answered with 200', 200, usualQuery),
    respondsWith(
      'heartbeat-older',
      'an older timestamp of a client is answered with 200',
      200,
      `?lastDirtyTimestamp=${dirtyTimestamp - 1}`,
    ),
    respondsWith(
      'heartbeat-newer',
      'a newer timestamp of a client is answered with 404: register',
      404,
      `?lastDirtyTimestamp=${dirtyTimestamp + 1}`,
    ),
    respondsWith(
      'heartbeat-negative',
      'a negative timestamp is an old one: 200',
      200,
      '?lastDirtyTimestamp=-1',
    ),
    respondsWith(
      'heartbeat-override',
      'a client’s override is ignored',
      200,
      `${usualQuery}&overriddenstatus=BROKEN`,
    ),

    acceptsBody('heartbeat-spring', 'Spring’s heartbeat, with a JSON type and no body, is accepted', {
      ...acceptJson,
      'content-type': 'application/json',
      'content-length': '0',
    }),
    acceptsBody(
      'heartbeat-jersey',
      'Jersey’s heartbeat, with the body `{}`, is accepted',
      { ...acceptJson, 'content-type': 'application/json' },
      '{}',
    ),
    acceptsBody(
      'heartbeat-body',
      'a body is ignored',
      { ...acceptJson, 'content-type': 'application/json' },
      '{"instance":',
    ),
    acceptsBody('heartbeat-body-type', 'a body may have any type', { 'content-type': 'text/plain' }, 'hello'),
    acceptsBody('heartbeat-no-accept', 'Hoxton’s heartbeat, without Accept, is accepted', {}),

    renewLease(
      'heartbeat-path',
      'the id may be encoded, the application in lower case, with a trailing slash',
      async (session) => {
        await session.register();
        for (const path of [
          `apps/${session.app}/${session.id}`,
          `apps/${session.app}/${encodeURIComponent(session.id)}`,
          `apps/${session.app.toLowerCase()}/${session.id}`,
          `apps/${session.app}/${session.id}/`,
        ]) {
          assert.equal((await session.put(`${path}${usualQuery}`)).status, 200, path);
        }
      },
    ),
    renew(
      'heartbeat-unknown-status',
      'an instance with the status UNKNOWN has to register: 404',
      async (session) => {
        await session.register({ status: 'WEIRD' });
        assert.equal((await session.heartbeat(usualQuery)).status, 404);
      },
    ),
    renew('heartbeat-any-status', 'an instance with any other status need not register', async (session) => {
      for (const status of ['DOWN', 'STARTING', 'UP']) {
        await session.register({ status });
        assert.equal((await session.heartbeat(usualQuery)).status, 200, status);
      }
    }),
  ],
};

const renewedAt = async (session: TestSession): Promise<number> =>
  (await session.read()).leaseInfo['lastRenewalTimestamp'] ?? NaN;
