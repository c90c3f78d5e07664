import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type Group } from '../check.js';
import { json, type TestSession } from '../test-session.js';
import { assertTaken, documentOf } from '../replies.js';
import { xmlTree } from '../xml-tree.js';

const produces = checkOf('ApplicationsResource (@Produces)');
const betterGet = betterThan('ApplicationsResource.getContainers');

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
type Form = 'json' | 'xml';

const parse: Record<Form, (text: string) => unknown> = {
  json: (text) => documentOf({ text }),
  xml: xmlTree,
};

const resources = (guest: TestSession) => [
  ...['apps', 'apps/delta', `apps/${guest.app}`, guest.at(), `instances/${guest.id}`],
  ...[`vips/${guest.vip}`, `svips/s-${guest.vip}`],
];

/** Every resource answers these values of Accept with this form; `undefined` stands for no header. */
const takes = (id: string, says: string, accepts: readonly (string | undefined)[], form: Form): Check =>
  produces(id, says, async (guest) => {
    await guest.register();
    for (const path of resources(guest)) {
      for (const accept of accepts) {
        const reply = await guest.get(path, accept === undefined ? {} : { accept });
        const asked = `${path} with Accept ${accept}`;
        assert.equal(reply.status, 200, asked);
        assert.equal(reply.type, `application/${form}`, asked);
        parse[form](reply.text);
      }
    }
  });

const refusedAt = (id: string, says: string, method: string, path: (guest: TestSession) => string): Check =>
  produces(id, says, async (guest) => {
    await guest.register();
    for (const accept of ['text/html', 'application/vnd.foo+json']) {
      const { status } = await guest.ask(path(guest), { method, headers: { accept } });
      assert.equal(status, 406, accept);
    }
    assert.equal((await guest.get(guest.at())).status, 200, 'nothing was done');
  });

export const negotiation: Group = {
  about: 'the form of an answer',
  checks: [
    takes('accept-none', 'who does not care gets XML', [undefined, '*/*', 'application/*'], 'xml'),
    takes('accept-xml', 'who asks for XML gets it', ['application/xml', 'Application/XML'], 'xml'),
    takes('accept-browser', 'a browser gets XML', [browser], 'xml'),
    takes(
      'accept-json',
      'who asks for JSON gets it',
      ['application/json', 'application/json;charset=utf-8'],
      'json',
    ),
    takes(
      'accept-spring',
      'Spring’s client, which would take any kind of JSON, gets JSON',
      ['application/json, application/*+json'],
      'json',
    ),
    takes('accept-prefers', 'who prefers JSON gets it', ['application/json, application/xml;q=0.5'], 'json'),
    betterGet(
      'accept-type-fits',
      'the type of an answer is that of its body, whoever asks how',
      async (guest) => {
        for (const accept of ['application/xml, application/json;q=0.5', 'application/json;q=0.1, */*']) {
          const { status, type, text } = await guest.get('apps', { accept });
          assert.equal(status, 200);
          const form = type === 'application/json' ? 'json' : 'xml';
          assert.equal(type, `application/${form}`);
          parse[form](text);
        }
      },
    ),

    produces('accept-406', 'a form that there is not is answered 406', async (guest) => {
      await guest.register();
      for (const path of resources(guest)) {
        for (const accept of ['text/html', 'application/vnd.foo+json', 'text/plain']) {
          assert.equal((await guest.get(path, { accept })).status, 406, `${path} with Accept ${accept}`);
        }
      }
    }),
    refusedAt(
      'accept-406-heartbeat',
      'a heartbeat that would take HTML alone is answered 406',
      'PUT',
      (guest) => guest.at(),
    ),
    refusedAt(
      'accept-406-cancel',
      'who takes an instance out and would take HTML alone is answered 406',
      'DELETE',
      (guest) => guest.at(),
    ),
    produces(
      'accept-406-register',
      'a registration that would take HTML alone is answered 406, and not done',
      async (guest) => {
        assert.equal((await guest.send(guest.instance(), { accept: 'text/html' })).status, 406);
        assert.equal((await guest.get(`apps/${guest.app}`)).status, 404);
      },
    ),
    produces('accept-register', 'whoever registers may ask for any form that there is', async (guest) => {
      for (const headers of [{ accept: '*/*' }, { accept: 'application/xml' }, json]) {
        assertTaken(await guest.send(guest.instance(), headers));
      }
    }),
  ],
};
