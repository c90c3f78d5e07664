import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type CheckGroup } from '../check.js';
import { acceptJson, acceptXml, type TestSession } from '../test-session.js';
import { myOwn } from '../java-instance.js';
import { assertAccepted, parseJson } from '../replies.js';
import { child, parseXml } from '../xml-tree.js';

const addInstance = checkOf('ApplicationResource.addInstance');
const betterAddInstance = betterThan('ApplicationResource.addInstance');
const provider = checkOf('DiscoveryJerseyProvider.readFrom');
const betterProvider = betterThan('DiscoveryJerseyProvider.readFrom');
const readable = checkOf('DiscoveryJerseyProvider.isReadable');

const noSuchFields = { instanceId: undefined, hostName: undefined };

/** Checks that an incomplete registration is rejected with Java's message. */
const rejects = (id: string, what: string, changes: object, message: string): Check =>
  addInstance(`refuse-${id}`, `a registration ${what} is rejected: ${message}`, async (session) => {
    const reply = await session.sendRegistration(session.instance(changes));
    assert.equal(reply.status, 400);
    assert.equal(reply.text, message.replace('APP', session.app));
    assert.equal((await session.get(`apps/${session.app}`)).status, 404, 'nothing is stored');
  });

/** Checks that an invalid body is rejected as a body that cannot be parsed. */
const unreadable = (id: string, what: string, body: (session: TestSession) => string, by = provider): Check =>
  by(`unreadable-${id}`, `${what} is rejected with 400, as a body that cannot be parsed`, async (session) => {
    const reply = await session.postRegistration(body(session), {
      ...acceptJson,
      'content-type': 'application/json',
    });
    assert.equal(reply.status, 400);
    assert.equal(reply.type, 'application/json');
    assert.match(parseJson<{ error: string }>(reply).error, /^cannot parse request body/);
    assert.equal((await session.get(`apps/${session.app}`)).status, 404, 'nothing is stored');
  });

const unreadableXml = (id: string, what: string, body: (session: TestSession) => string): Check =>
  provider(
    `unreadable-xml-${id}`,
    `${what} is rejected with 400, as XML that cannot be parsed`,
    async (session) => {
      const reply = await session.postRegistration(body(session), {
        ...acceptXml,
        'content-type': 'application/xml',
      });
      assert.equal(reply.status, 400);
      assert.equal(reply.type, 'application/xml');
      const error = parseXml(reply.text);
      assert.equal(error.name, 'error');
      assert.match(child(error, 'message').text, /^cannot parse request body/);
    },
  );

const unreadableWith = (id: string, what: string, changes: object) =>
  unreadable(id, what, (session) => JSON.stringify({ instance: session.instance(changes) }));

/** Checks the content types of a registration; unsupported ones are answered with 415. */
const contentTypes = (id: string, types: readonly (string | undefined)[], known: boolean): Check =>
  readable(
    `type-${id}`,
    `a registration of ${types.join(' or ') || 'no type'} is ${known ? 'accepted' : 'rejected with 415'}`,
    async (session) => {
      for (const type of types) {
        const body = JSON.stringify({ instance: session.instance() });
        const reply = await session.postRegistration(body, {
          ...acceptJson,
          ...(type && { 'content-type': type }),
        });
        if (known) assertAccepted(reply);
        else assert.equal(reply.status, 415, type);
      }
    },
  );

export const rejectedRegistrations: CheckGroup = {
  title: 'rejecting a registration',
  checks: [
    rejects('no-id', 'without id and host name', noSuchFields, 'Missing instanceId'),
    rejects('no-host', 'without a host name', { hostName: undefined }, 'Missing hostname'),
    rejects('blank-host', 'with an empty host name', { hostName: '' }, 'Missing hostname'),
    rejects('no-address', 'without an address', { ipAddr: undefined }, 'Missing ip address'),
    rejects('blank-address', 'with an empty address', { ipAddr: '' }, 'Missing ip address'),
    rejects('blank-app', 'with an empty application', { app: '' }, 'Missing appName'),
    rejects('order', 'without most fields', { hostName: '', ipAddr: '', app: '' }, 'Missing hostname'),
    rejects(
      'other-app',
      'of another application than its path names',
      { app: 'other' },
      'Mismatched appName, expecting APP but was OTHER',
    ),
    rejects(
      'no-data-center',
      'without a data center',
      { dataCenterInfo: undefined },
      'Missing dataCenterInfo',
    ),
    rejects(
      'no-data-center-name',
      'with a data center without a name',
      { dataCenterInfo: { '@class': myOwn['@class'] } },
      'Missing dataCenterInfo Name',
    ),
    betterAddInstance(
      'refuse-type',
      'the message of a rejection has the type text/plain',
      async (session) => {
        for (const headers of [acceptJson, acceptXml, {}]) {
          const reply = await session.sendRegistration(session.instance({ ipAddr: '' }), headers);
          assert.deepEqual([reply.status, reply.type], [400, 'text/plain']);
        }
      },
    ),
    addInstance('refuse-keeps', 'a rejected registration does not change the instance', async (session) => {
      await session.register();
      await session.sendRegistration(session.instance({ hostName: 'evil', ipAddr: '' }));
      await session.postRegistration('{"instance":', { 'content-type': 'application/json' });
      assert.equal((await session.read()).hostName, 'one.example');
      assert.equal((await session.heartbeat()).status, 200);
    }),

    unreadable('cut', 'a truncated body', (session) =>
      JSON.stringify({ instance: session.instance() }).slice(0, -9),
    ),
    unreadable('text', 'a text that is not JSON', () => 'hello'),
    unreadable('empty', 'an empty body', () => ''),
    unreadable('object', 'an object without "instance"', () => '{}'),
    unreadable('no-root', 'an instance without its root name', (session) =>
      JSON.stringify(session.instance()),
    ),
    unreadable('nothing', 'an instance without fields', () => '{"instance":{}}'),
    unreadable('xml', 'XML with the type of JSON', () => '<instance/>'),
    unreadable('null', '`null`', () => 'null', betterProvider),
    unreadableWith('no-app', 'an instance without an application', { app: undefined }),
    unreadableWith('class', 'a data center of an unknown @class', {
      dataCenterInfo: { ...myOwn, '@class': 'java.lang.Runtime' },
    }),
    unreadableWith('data-center', 'a data center with an unknown name', {
      dataCenterInfo: { ...myOwn, name: 'Mars' },
    }),
    unreadableWith('port', 'a port that is a plain text', { port: '8081' }),
    unreadableWith('metadata', 'nested metadata', { metadata: { a: { b: 'c' } } }),

    unreadableXml('cut', 'a truncated document', () => '<instance><app>X</app>'),
    unreadableXml('empty', 'an empty document', () => ''),
    unreadableXml('root', 'a document with another root', () => '<thing/>'),
    unreadableXml('json', 'JSON with the type of XML', (session) =>
      JSON.stringify({ instance: session.instance() }),
    ),
    unreadableXml(
      'doctype',
      'a document with a DTD',
      (session) =>
        `<!DOCTYPE instance [<!ENTITY host "evil">]><instance><app>${session.app}</app><hostName>&host;</hostName></instance>`,
    ),

    contentTypes('json', ['application/json', 'APPLICATION/JSON', 'application/json; charset=utf-8'], true),
    contentTypes(
      'latin',
      ['application/json;charset=ISO-8859-1', 'application/json; charset="iso-8859-1"'],
      true,
    ),
    contentTypes(
      'charset',
      ['application/json; charset=UTF-16', 'application/json; charset=windows-1252'],
      false,
    ),
    contentTypes(
      'other',
      ['text/plain', 'application/x-www-form-urlencoded', 'text/json', 'application/vnd.x+json'],
      false,
    ),
    contentTypes('none', [undefined], false),
  ],
};
