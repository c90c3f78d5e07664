import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type CheckGroup } from '../check.js';
import { acceptJson, type TestSession } from '../test-session.js';
import { assertAccepted, parseJson } from '../replies.js';
import { parseXml } from '../xml-tree.js';

const produces = checkOf('ApplicationsResource (@Produces)');
const betterGet = betterThan('ApplicationsResource.getContainers');

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
type Form = 'json' | 'xml';

const parse: Record<Form, (text: string) => unknown> = {
  json: (text) => parseJson({ text }),
  xml: parseXml,
};

const resources = (session: TestSession) => [
  ...['apps', 'apps/delta', `apps/${session.app}`, session.path(), `instances/${session.id}`],
  ...[`vips/${session.vip}`, `svips/s-${session.vip}`],
];

/** Checks that all resources respond in this form; `undefined` stands for no Accept header. */
const respondsIn = (
  id: string,
  requirement: string,
  accepts: readonly (string | undefined)[],
  form: Form,
): Check =>
  produces(id, requirement, async (session) => {
    await session.register();
    for (const path of resources(session)) {
      for (const accept of accepts) {
        const reply = await session.get(path, accept === undefined ? {} : { accept });
        const asked = `${path} with Accept ${accept}`;
        assert.equal(reply.status, 200, asked);
        assert.equal(reply.type, `application/${form}`, asked);
        parse[form](reply.text);
      }
    }
  });

const rejectsHtml = (
  id: string,
  requirement: string,
  method: string,
  path: (session: TestSession) => string,
): Check =>
  produces(id, requirement, async (session) => {
    await session.register();
    for (const accept of ['text/html', 'application/vnd.foo+json']) {
      const { status } = await session.request(path(session), { method, headers: { accept } });
      assert.equal(status, 406, accept);
    }
    assert.equal((await session.get(session.path())).status, 200, 'nothing was done');
  });

export const negotiation: CheckGroup = {
  title: 'content negotiation',
  checks: [
    respondsIn(
      'accept-none',
      'a client without a preference gets XML',
      [undefined, '*/*', 'application/*'],
      'xml',
    ),
    respondsIn(
      'accept-anything',
      'a client that accepts anything, as Java’s URLConnection says it or with an empty header, gets XML',
      ['', '*', 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2'],
      'xml',
    ),
    respondsIn(
      'accept-xml',
      'a client that accepts XML gets it',
      ['application/xml', 'Application/XML'],
      'xml',
    ),
    respondsIn('accept-browser', 'a browser gets XML', [browser], 'xml'),
    respondsIn(
      'accept-json',
      'a client that accepts JSON gets it',
      ['application/json', 'application/json;charset=utf-8'],
      'json',
    ),
    respondsIn(
      'accept-spring',
      'Spring’s client, which accepts any type of JSON, gets JSON',
      ['application/json, application/*+json'],
      'json',
    ),
    respondsIn(
      'accept-prefers',
      'a client that prefers JSON gets it',
      ['application/json, application/xml;q=0.5'],
      'json',
    ),
    respondsIn(
      'accept-exact',
      'a client that names JSON beside anything, such as axios, gets JSON',
      ['application/json, text/plain, */*', '*/*, application/json'],
      'json',
    ),
    respondsIn(
      'accept-order',
      'of two types equally accepted, the earlier one',
      ['application/json, application/xml'],
      'json',
    ),
    betterGet(
      'accept-type-fits',
      'the content type matches the body, for any Accept header',
      async (session) => {
        for (const accept of ['application/xml, application/json;q=0.5', 'application/json;q=0.1, */*']) {
          const { status, type, text } = await session.get('apps', { accept });
          assert.equal(status, 200);
          const form = type === 'application/json' ? 'json' : 'xml';
          assert.equal(type, `application/${form}`);
          parse[form](text);
        }
      },
    ),

    produces('accept-406', 'an unknown form is answered with 406', async (session) => {
      await session.register();
      for (const path of resources(session)) {
        for (const accept of ['text/html', 'application/vnd.foo+json', 'text/plain']) {
          assert.equal((await session.get(path, { accept })).status, 406, `${path} with Accept ${accept}`);
        }
      }
    }),
    rejectsHtml(
      'accept-406-heartbeat',
      'a heartbeat that accepts only HTML is answered with 406',
      'PUT',
      (session) => session.path(),
    ),
    rejectsHtml(
      'accept-406-cancel',
      'a cancel that accepts only HTML is answered with 406',
      'DELETE',
      (session) => session.path(),
    ),
    produces(
      'accept-406-register',
      'a registration that accepts only HTML is answered with 406, and not stored',
      async (session) => {
        assert.equal(
          (await session.sendRegistration(session.instance(), { accept: 'text/html' })).status,
          406,
        );
        assert.equal((await session.get(`apps/${session.app}`)).status, 404);
      },
    ),
    produces('accept-register', 'a registration may accept any known form', async (session) => {
      for (const headers of [{ accept: '*/*' }, { accept: 'application/xml' }, acceptJson]) {
        assertAccepted(await session.sendRegistration(session.instance(), headers));
      }
    }),
  ],
};
