import { strict as assert } from 'node:assert';
import { checkOf, type Check, type Group } from '../check.js';
import { json, type TestSession } from '../test-session.js';
import { stamp } from '../java-instance.js';

const renewLease = checkOf('InstanceResource.renewLease');
const validateDirtyTimestamp = checkOf('InstanceResource.validateDirtyTimestamp');
const renew = checkOf('AbstractInstanceRegistry.renew');

const usual = `?status=UP&lastDirtyTimestamp=${stamp}`;

/** A heartbeat of a known instance, with its lease after it. */
const answers = (id: string, says: string, status: number, query: string): Check =>
  validateDirtyTimestamp(id, says, async (guest) => {
    await guest.register();
    assert.equal((await guest.heartbeat(query)).status, status);
  });

const withBody = (id: string, says: string, headers: Record<string, string>, body?: string): Check =>
  renewLease(id, says, async (guest) => {
    await guest.register();
    const path = `${guest.at()}${usual}`;
    const reply = await guest.ask(path, { method: 'PUT', headers, ...(body !== undefined && { body }) });
    assert.equal(reply.status, 200);
  });

export const heartbeat: Group = {
  about: 'the heartbeat',
  checks: [
    renewLease(
      'heartbeat-200-empty',
      'a heartbeat is answered 200, and empty: Java reads any body there',
      async (guest) => {
        await guest.register();
        for (const query of ['', usual]) {
          const reply = await guest.heartbeat(query);
          assert.deepEqual([reply.status, reply.text], [200, '']);
        }
      },
    ),
    renewLease(
      'heartbeat-404',
      'a heartbeat of an instance that nobody knows is answered 404: register',
      async (guest) => {
        assert.equal((await guest.heartbeat(usual)).status, 404);
        await guest.register();
        assert.equal((await guest.put(`${guest.at('two')}${usual}`)).status, 404);
      },
    ),
    renewLease(
      'heartbeat-404-empty',
      'a 404 to a heartbeat is empty: with a body in it Jersey clients never register again',
      async (guest) => {
        await guest.register();
        for (const headers of [json, {}]) {
          assert.equal((await guest.put(`${guest.at('two')}${usual}`, headers)).text, '');
          assert.equal((await guest.heartbeat(`?lastDirtyTimestamp=${stamp + 1}`, headers)).text, '');
        }
      },
    ),

    renew(
      'heartbeat-renews',
      'a heartbeat moves the lease to its time plus the duration: Lease.renew',
      async (guest) => {
        await guest.register();
        const registered = await renewedAt(guest);
        await guest.heartbeat(usual);
        const renewed = await renewedAt(guest);
        assert.ok(
          renewed - registered >= 90_000 && renewed - registered < 150_000,
          `${renewed - registered} ms later`,
        );
      },
    ),
    renewLease(
      'heartbeat-renews-anyway',
      'the lease is renewed also where the answer is 404',
      async (guest) => {
        await guest.register();
        const registered = await renewedAt(guest);
        assert.equal((await guest.heartbeat(`?lastDirtyTimestamp=${stamp + 1}`)).status, 404);
        assert.ok((await renewedAt(guest)) - registered >= 90_000);
      },
    ),
    renew('heartbeat-changes-nothing', 'a heartbeat is no change of the instance', async (guest) => {
      await guest.register();
      const { leaseInfo: _lease, ...before } = await guest.read();
      await guest.heartbeat('?status=DOWN');
      const { leaseInfo: _renewed, ...after } = await guest.read();
      assert.deepEqual(after, before);
    }),

    answers('heartbeat-same-stamp', 'an equal stamp is answered 200', 200, usual),
    answers(
      'heartbeat-older',
      'a client that is behind is told nothing: 200',
      200,
      `?lastDirtyTimestamp=${stamp - 1}`,
    ),
    answers(
      'heartbeat-newer',
      'a client that is ahead must register: 404',
      404,
      `?lastDirtyTimestamp=${stamp + 1}`,
    ),
    answers('heartbeat-negative', 'a negative stamp is an old one: 200', 200, '?lastDirtyTimestamp=-1'),
    answers(
      'heartbeat-no-number',
      'a stamp that is no number is answered 500',
      500,
      '?lastDirtyTimestamp=abc',
    ),
    answers('heartbeat-empty-stamp', 'an empty stamp is no number: 500', 500, '?lastDirtyTimestamp='),
    answers(
      'heartbeat-override',
      'a client’s override is not looked at',
      200,
      `${usual}&overriddenstatus=BROKEN`,
    ),

    withBody('heartbeat-spring', 'Spring’s heartbeat, of a JSON type and without a body, is taken', {
      ...json,
      'content-type': 'application/json',
      'content-length': '0',
    }),
    withBody(
      'heartbeat-jersey',
      'Jersey’s heartbeat, with the body `{}`, is taken',
      { ...json, 'content-type': 'application/json' },
      '{}',
    ),
    withBody(
      'heartbeat-body',
      'a body is not read',
      { ...json, 'content-type': 'application/json' },
      '{"instance":',
    ),
    withBody('heartbeat-body-type', 'a body may be of any type', { 'content-type': 'text/plain' }, 'hello'),
    withBody('heartbeat-no-accept', 'Hoxton’s heartbeat, without Accept, is taken', {}),

    renewLease(
      'heartbeat-path',
      'the id may be encoded, the application in lower case, a slash at the end',
      async (guest) => {
        await guest.register();
        for (const path of [
          `apps/${guest.app}/${guest.id}`,
          `apps/${guest.app}/${encodeURIComponent(guest.id)}`,
          `apps/${guest.app.toLowerCase()}/${guest.id}`,
          `apps/${guest.app}/${guest.id}/`,
        ]) {
          assert.equal((await guest.put(`${path}${usual}`)).status, 200, path);
        }
      },
    ),
    renew(
      'heartbeat-unknown-status',
      'an instance whose status is UNKNOWN must register: 404',
      async (guest) => {
        await guest.register({ status: 'WEIRD' });
        assert.equal((await guest.heartbeat(usual)).status, 404);
      },
    ),
    renew('heartbeat-any-status', 'an instance with any other status than UNKNOWN goes on', async (guest) => {
      for (const status of ['DOWN', 'STARTING', 'UP']) {
        await guest.register({ status });
        assert.equal((await guest.heartbeat(usual)).status, 200, status);
      }
    }),
  ],
};

const renewedAt = async (guest: TestSession): Promise<number> =>
  (await guest.read()).leaseInfo['lastRenewalTimestamp'] ?? NaN;
