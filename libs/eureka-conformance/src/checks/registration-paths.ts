import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type CheckGroup } from '../check.js';
import { assertAccepted } from '../replies.js';
import { fromPeer, type TestSession } from '../test-session.js';

const addInstance = checkOf('ApplicationResource.addInstance');
const betterAddInstance = betterThan('ApplicationResource.addInstance');

export const registrationPaths: CheckGroup = {
  title: 'paths and ids of a registration',
  checks: [
    addInstance('register-slash', 'the path may end with a slash', async (session) => {
      await assertAcceptedAt(session, `apps/${session.app}/`);
    }),

    addInstance('register-chunked', 'a body may be chunked, without its length', async (session) => {
      await assertAcceptedAt(session, `apps/${session.app}`, { 'transfer-encoding': 'chunked' });
    }),

    addInstance('register-from-peer', 'a peer registers at the same path', async (session) => {
      await assertAcceptedAt(session, `apps/${session.app}`, fromPeer);
    }),

    addInstance('register-app-space', 'the name of an application may contain a space', async (session) => {
      const app = `${session.app} X`;
      await session.registerIn(app);
      assert.equal((await session.get(`apps/${encodeURIComponent(app)}`)).status, 200);
    }),

    addInstance(
      'register-odd-id',
      'an id may contain any character that can be encoded in a path',
      async (session) => {
        await acceptsId(session, 'a b?c#d&e=f%g+h:é', (id) => encodeURIComponent(id));
      },
    ),

    betterAddInstance('register-slash-id', 'an id may contain a slash', async (session) => {
      await acceptsId(session, 'a/b', (id) => encodeURIComponent(id));
    }),

    addInstance(
      'register-long-id',
      'an id may be as long as a host name with Spring’s additions',
      async (session) => {
        await acceptsId(session, `${'long.'.repeat(60)}example:service:8081`, (id) => id);
      },
    ),
  ],
};

async function assertAcceptedAt(
  session: TestSession,
  path: string,
  headers: Record<string, string> = {},
): Promise<void> {
  assertAccepted(await session.sendRegistration(session.instance(), headers, path));
  assert.equal((await session.read()).instanceId, session.id);
}

/** Registers, reads, renews and cancels an instance under this id. */
async function acceptsId(
  session: TestSession,
  instanceId: string,
  inPath: (id: string) => string,
): Promise<void> {
  await session.register({ instanceId });
  const path = `apps/${session.app}/${inPath(instanceId)}`;
  assert.equal((await session.get(path)).status, 200);
  assert.equal((await session.put(path)).status, 200);
  assert.equal((await session.delete(path)).status, 200);
  assert.equal((await session.get(path)).status, 404);
}
