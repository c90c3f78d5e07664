import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type Group } from '../check.js';
import { json, xml, type TestSession } from '../test-session.js';
import { myOwn } from '../java-instance.js';
import { assertTaken, documentOf } from '../replies.js';
import { child, xmlTree } from '../xml-tree.js';

const addInstance = checkOf('ApplicationResource.addInstance');
const betterAddInstance = betterThan('ApplicationResource.addInstance');
const provider = checkOf('DiscoveryJerseyProvider.readFrom');
const betterProvider = betterThan('DiscoveryJerseyProvider.readFrom');
const readable = checkOf('DiscoveryJerseyProvider.isReadable');

const noSuchFields = { instanceId: undefined, hostName: undefined };

/** Refused by what is missing in it, in Java's words. */
const missing = (id: string, what: string, changes: object, words: string): Check =>
  addInstance(`refuse-${id}`, `a registration ${what} is refused: ${words}`, async (guest) => {
    const reply = await guest.send(guest.instance(changes));
    assert.equal(reply.status, 400);
    assert.equal(reply.text, words.replace('APP', guest.app));
    assert.equal((await guest.get(`apps/${guest.app}`)).status, 404, 'nothing is stored');
  });

/** Refused because nobody can read it. */
const unreadable = (id: string, what: string, body: (guest: TestSession) => string, by = provider): Check =>
  by(`unreadable-${id}`, `${what} is answered 400, as a body that cannot be parsed`, async (guest) => {
    const reply = await guest.post(body(guest), { ...json, 'content-type': 'application/json' });
    assert.equal(reply.status, 400);
    assert.equal(reply.type, 'application/json');
    assert.match(documentOf<{ error: string }>(reply).error, /^cannot parse request body/);
    assert.equal((await guest.get(`apps/${guest.app}`)).status, 404, 'nothing is stored');
  });

const unreadableXml = (id: string, what: string, body: (guest: TestSession) => string): Check =>
  provider(`unreadable-xml-${id}`, `${what} is answered 400, as XML that cannot be parsed`, async (guest) => {
    const reply = await guest.post(body(guest), { ...xml, 'content-type': 'application/xml' });
    assert.equal(reply.status, 400);
    assert.equal(reply.type, 'application/xml');
    const error = xmlTree(reply.text);
    assert.equal(error.name, 'error');
    assert.match(child(error, 'message').text, /^cannot parse request body/);
  });

const unreadableWith = (id: string, what: string, changes: object) =>
  unreadable(id, what, (guest) => JSON.stringify({ instance: guest.instance(changes) }));

/** What a registration may call itself: of any other type it is answered 415. */
const typed = (id: string, types: readonly (string | undefined)[], known: boolean): Check =>
  readable(
    `type-${id}`,
    `a registration of ${types.join(' or ') || 'no type'} is ${known ? 'taken' : 'answered 415'}`,
    async (guest) => {
      for (const type of types) {
        const body = JSON.stringify({ instance: guest.instance() });
        const reply = await guest.post(body, { ...json, ...(type && { 'content-type': type }) });
        if (known) assertTaken(reply);
        else assert.equal(reply.status, 415, type);
      }
    },
  );

export const refusing: Group = {
  about: 'refusing a registration',
  checks: [
    missing('no-id', 'without id and host name', noSuchFields, 'Missing instanceId'),
    missing('no-host', 'without a host name', { hostName: undefined }, 'Missing hostname'),
    missing('blank-host', 'with an empty host name', { hostName: '' }, 'Missing hostname'),
    missing('no-address', 'without an address', { ipAddr: undefined }, 'Missing ip address'),
    missing('blank-address', 'with an empty address', { ipAddr: '' }, 'Missing ip address'),
    missing('blank-app', 'with an empty application', { app: '' }, 'Missing appName'),
    missing('order', 'without most things', { hostName: '', ipAddr: '', app: '' }, 'Missing hostname'),
    missing(
      'other-app',
      'of another application than its path says',
      { app: 'other' },
      'Mismatched appName, expecting APP but was OTHER',
    ),
    missing(
      'no-data-center',
      'without a data center',
      { dataCenterInfo: undefined },
      'Missing dataCenterInfo',
    ),
    missing(
      'no-data-center-name',
      'with a data center without a name',
      { dataCenterInfo: { '@class': myOwn['@class'] } },
      'Missing dataCenterInfo Name',
    ),
    betterAddInstance(
      'refuse-type',
      'the words of a refusal are called text/plain, which they are',
      async (guest) => {
        for (const headers of [json, xml, {}]) {
          const reply = await guest.send(guest.instance({ ipAddr: '' }), headers);
          assert.deepEqual([reply.status, reply.type], [400, 'text/plain']);
        }
      },
    ),
    addInstance('refuse-keeps', 'a refused registration leaves the instance as it was', async (guest) => {
      await guest.register();
      await guest.send(guest.instance({ hostName: 'evil', ipAddr: '' }));
      await guest.post('{"instance":', { 'content-type': 'application/json' });
      assert.equal((await guest.read()).hostName, 'one.example');
      assert.equal((await guest.heartbeat()).status, 200);
    }),

    unreadable('cut', 'a body that is cut off', (guest) =>
      JSON.stringify({ instance: guest.instance() }).slice(0, -9),
    ),
    unreadable('text', 'a text that is no JSON', () => 'hello'),
    unreadable('empty', 'an empty body', () => ''),
    unreadable('object', 'an object without "instance"', () => '{}'),
    unreadable('no-root', 'an instance without its root', (guest) => JSON.stringify(guest.instance())),
    unreadable('nothing', 'an instance without a field', () => '{"instance":{}}'),
    unreadable('xml', 'XML that is called JSON', () => '<instance/>'),
    unreadable('null', '`null`', () => 'null', betterProvider),
    unreadableWith('no-app', 'an instance without an application', { app: undefined }),
    unreadableWith('class', 'a data center of a foreign @class', {
      dataCenterInfo: { ...myOwn, '@class': 'java.lang.Runtime' },
    }),
    unreadableWith('data-center', 'a data center of an unknown name', {
      dataCenterInfo: { ...myOwn, name: 'Mars' },
    }),
    unreadableWith('port', 'a port that is a plain text', { port: '8081' }),
    unreadableWith('metadata', 'metadata within metadata', { metadata: { a: { b: 'c' } } }),

    unreadableXml('cut', 'a document that is cut off', () => '<instance><app>X</app>'),
    unreadableXml('empty', 'an empty document', () => ''),
    unreadableXml('root', 'a document with another root', () => '<thing/>'),
    unreadableXml('json', 'JSON that is called XML', (guest) =>
      JSON.stringify({ instance: guest.instance() }),
    ),
    unreadableXml(
      'doctype',
      'a document with a DTD',
      (guest) =>
        `<!DOCTYPE instance [<!ENTITY host "evil">]><instance><app>${guest.app}</app><hostName>&host;</hostName></instance>`,
    ),

    typed('json', ['application/json', 'APPLICATION/JSON', 'application/json; charset=utf-8'], true),
    typed('latin', ['application/json;charset=ISO-8859-1', 'application/json; charset="iso-8859-1"'], true),
    typed('charset', ['application/json; charset=UTF-16', 'application/json; charset=windows-1252'], false),
    typed(
      'other',
      ['text/plain', 'application/x-www-form-urlencoded', 'text/json', 'application/vnd.x+json'],
      false,
    ),
    typed('none', [undefined], false),
  ],
};
