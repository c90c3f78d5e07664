import { strict as assert } from 'node:assert';
import { checkOf, type CheckGroup } from '../check.js';
import type { TestSession } from '../test-session.js';

const annotations = checkOf('ApplicationResource, InstanceResource (@GET, @POST, @PUT, @DELETE)');
const responses = checkOf('InstanceResource, ApplicationResource: Response.status(...).build()');

/** Resources and their methods, except HEAD and OPTIONS. */
const resourceMethods = (session: TestSession): readonly (readonly [path: string, methods: string])[] => [
  ['apps', 'GET'],
  ['apps/delta', 'GET'],
  [`apps/${session.app}`, 'GET,POST'],
  [session.path(), 'DELETE,GET,PUT'],
  [`${session.path()}/status`, 'DELETE,PUT'],
  [`${session.path()}/metadata`, 'PUT'],
  [`instances/${session.id}`, 'GET'],
  [`vips/${session.vip}`, 'GET'],
  [`svips/${session.vip}`, 'GET'],
  ['peerreplication/batch', 'POST'],
];

const splitNames = (allow: string | undefined): readonly string[] =>
  (allow ?? '').split(',').map((name) => name.trim());

export const methods: CheckGroup = {
  title: 'methods',
  checks: [
    annotations('method-405', 'an unsupported method is answered with 405', async (session) => {
      await session.register();
      for (const [path, known] of resourceMethods(session)) {
        for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].filter(
          (each) => !known.includes(each),
        )) {
          assert.equal((await session.request(path, { method })).status, 405, `${method} ${path}`);
        }
      }
      assert.equal((await session.get(session.path())).status, 200, 'nothing was done');
    }),
    annotations('method-allow', 'a 405 lists the supported methods', async (session) => {
      for (const [path, known] of resourceMethods(session)) {
        const { headers } = await session.request(path, { method: 'PATCH' });
        const named = splitNames(headers.allow).filter((name) => name !== 'HEAD' && name !== 'OPTIONS');
        assert.equal(named.toSorted().join(), known, path);
      }
    }),
    annotations('method-allow-head', 'a 405 lists HEAD too, if it is supported', async (session) => {
      const { headers } = await session.request('apps', { method: 'PUT' });
      assert.ok(splitNames(headers.allow).includes('HEAD'), `Allow: ${headers.allow} names HEAD`);
    }),
    annotations('method-head', 'HEAD is GET without a body', async (session) => {
      await session.register();
      for (const path of ['apps', 'apps/delta', `apps/${session.app}`, session.path()]) {
        const reply = await session.request(path, {
          method: 'HEAD',
          headers: { accept: 'application/json' },
        });
        assert.deepEqual([reply.status, reply.type, reply.text], [200, 'application/json', ''], path);
      }
      assert.equal((await session.request(session.path('two'), { method: 'HEAD' })).status, 404);
    }),
    annotations('method-options', 'OPTIONS is answered with 200 and lists the methods', async (session) => {
      const { status, headers } = await session.request('apps', { method: 'OPTIONS' });
      assert.equal(status, 200);
      assert.ok(splitNames(headers.allow).includes('GET'));
    }),
    responses(
      'errors-empty',
      'an error has no body: some clients parse any body as an instance',
      async (session) => {
        await session.register();
        const errors: readonly (readonly [method: string, path: string, status: number])[] = [
          ['GET', `apps/${session.app}-OTHER`, 404],
          ['GET', session.path('two'), 404],
          ['DELETE', session.path('two'), 404],
          ['PUT', `${session.path('two')}/status?value=UP`, 404],
          ['PUT', `${session.path('two')}/metadata?a=b`, 404],
          ['PUT', `${session.path()}?lastDirtyTimestamp=abc`, 400],
          ['PUT', `${session.path()}/status?value=BROKEN`, 400],
          ['PUT', 'apps', 405],
          ['GET', 'nope', 404],
        ];
        for (const [method, path, status] of errors) {
          for (const accept of ['application/json', 'application/xml']) {
            const reply = await session.request(path, { method, headers: { accept } });
            assert.deepEqual([reply.status, reply.text], [status, ''], `${method} ${path}`);
          }
        }
      },
    ),
    responses('errors-empty-406', 'a 406 and a 415 have no body', async (session) => {
      const unacceptable = await session.get('apps', { accept: 'text/html' });
      assert.deepEqual([unacceptable.status, unacceptable.text], [406, '']);
      const unsupported = await session.postRegistration('hello', { 'content-type': 'text/plain' });
      assert.deepEqual([unsupported.status, unsupported.text], [415, '']);
    }),
  ],
};
