import { strict as assert } from 'node:assert';
import { checkOf, type Group } from '../check.js';
import type { TestSession } from '../test-session.js';

const methodsOf = checkOf('ApplicationResource, InstanceResource (@GET, @POST, @PUT, @DELETE)');
const responses = checkOf('InstanceResource, ApplicationResource: Response.status(...).build()');

/** What there is, HEAD and OPTIONS left out. */
const offered = (guest: TestSession): readonly (readonly [path: string, methods: string])[] => [
  ['apps', 'GET'],
  ['apps/delta', 'GET'],
  [`apps/${guest.app}`, 'GET,POST'],
  [guest.at(), 'DELETE,GET,PUT'],
  [`${guest.at()}/status`, 'DELETE,PUT'],
  [`${guest.at()}/metadata`, 'PUT'],
  [`instances/${guest.id}`, 'GET'],
  [`vips/${guest.vip}`, 'GET'],
  [`svips/${guest.vip}`, 'GET'],
  ['peerreplication/batch', 'POST'],
];

const namesOf = (allow: string | undefined): readonly string[] =>
  (allow ?? '').split(',').map((name) => name.trim());

export const methods: Group = {
  about: 'methods',
  checks: [
    methodsOf('method-405', 'a method that there is not is answered 405', async (guest) => {
      await guest.register();
      for (const [path, known] of offered(guest)) {
        for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].filter(
          (each) => !known.includes(each),
        )) {
          assert.equal((await guest.ask(path, { method })).status, 405, `${method} ${path}`);
        }
      }
      assert.equal((await guest.get(guest.at())).status, 200, 'nothing was done');
    }),
    methodsOf('method-allow', 'a 405 names the methods that there are', async (guest) => {
      for (const [path, known] of offered(guest)) {
        const { headers } = await guest.ask(path, { method: 'PATCH' });
        const named = namesOf(headers.allow).filter((name) => name !== 'HEAD' && name !== 'OPTIONS');
        assert.equal(named.toSorted().join(), known, path);
      }
    }),
    methodsOf('method-allow-head', 'a 405 names HEAD too, where it is answered', async (guest) => {
      const { headers } = await guest.ask('apps', { method: 'PUT' });
      assert.ok(namesOf(headers.allow).includes('HEAD'), `Allow: ${headers.allow} names HEAD`);
    }),
    methodsOf('method-head', 'HEAD is GET without a body', async (guest) => {
      await guest.register();
      for (const path of ['apps', 'apps/delta', `apps/${guest.app}`, guest.at()]) {
        const reply = await guest.ask(path, { method: 'HEAD', headers: { accept: 'application/json' } });
        assert.deepEqual([reply.status, reply.type, reply.text], [200, 'application/json', ''], path);
      }
      assert.equal((await guest.ask(guest.at('two'), { method: 'HEAD' })).status, 404);
    }),
    methodsOf('method-options', 'OPTIONS is answered 200, and names the methods too', async (guest) => {
      const { status, headers } = await guest.ask('apps', { method: 'OPTIONS' });
      assert.equal(status, 200);
      assert.ok(namesOf(headers.allow).includes('GET'));
    }),
    responses('errors-empty', 'an error has no body: some clients read any as an instance', async (guest) => {
      await guest.register();
      const errors: readonly (readonly [method: string, path: string, status: number])[] = [
        ['GET', `apps/${guest.app}-OTHER`, 404],
        ['GET', guest.at('two'), 404],
        ['DELETE', guest.at('two'), 404],
        ['PUT', `${guest.at('two')}/status?value=UP`, 404],
        ['PUT', `${guest.at('two')}/metadata?a=b`, 404],
        ['PUT', `${guest.at()}?lastDirtyTimestamp=abc`, 500],
        ['PUT', `${guest.at()}/status?value=BROKEN`, 500],
        ['PUT', 'apps', 405],
        ['GET', 'nope', 404],
      ];
      for (const [method, path, status] of errors) {
        for (const accept of ['application/json', 'application/xml']) {
          const reply = await guest.ask(path, { method, headers: { accept } });
          assert.deepEqual([reply.status, reply.text], [status, ''], `${method} ${path}`);
        }
      }
    }),
    responses('errors-empty-406', 'a 406 and a 415 have no body', async (guest) => {
      const unacceptable = await guest.get('apps', { accept: 'text/html' });
      assert.deepEqual([unacceptable.status, unacceptable.text], [406, '']);
      const unsupported = await guest.post('hello', { 'content-type': 'text/plain' });
      assert.deepEqual([unsupported.status, unsupported.text], [415, '']);
    }),
  ],
};
