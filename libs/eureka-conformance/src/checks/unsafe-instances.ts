import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type CheckGroup } from '../check.js';
import { assertAccepted } from '../replies.js';
import { child, elementTexts } from '../xml-tree.js';

const addInstance = betterThan('ApplicationResource.addInstance');
const friendlyNames = checkOf('XmlXStream (XmlFriendlyNameCoder)');

const betterNames = betterThan('XmlXStream (XmlFriendlyNameCoder)');

const oddKeys = { 'a key': '1', '1abc': '2', 'a/b': '3', '-x': '4' };

const rejects = (id: string, what: string, field: string, changes: object): Check =>
  addInstance(`harm-${id}`, `${what} is rejected with 400, naming ${field}`, async (session) => {
    const instance = session.instance(changes);
    session.cancelAfterwards(String(instance['instanceId']));
    const reply = await session.sendRegistration(instance);
    assert.equal(reply.status, 400);
    assert.ok(reply.text.includes(field), `${field} is named`);
    assert.equal((await session.get(`apps/${session.app}`)).status, 404, 'nothing is stored');
  });

/**
 * Instances that would break the readers of all others. The last group: a server that fails here
 * may serve invalid XML for as long as its delta contains the instance (3 minutes).
 */
export const unsafeInstances: CheckGroup = {
  title: 'instances that are unsafe for readers',
  checks: [
    friendlyNames('xml-metadata-names', 'a key that is not a name in XML is escaped', async (session) => {
      await session.register({ metadata: oddKeys });
      assert.deepEqual((await session.read()).metadata, oddKeys);
      const metadata = child(await session.readXml(session.path()), 'metadata');
      assert.deepEqual(elementTexts(metadata), {
        'a_.0020key': '1',
        '_.0031abc': '2',
        'a_.002fb': '3',
        '_.002dx': '4',
      });
    }),
    betterNames(
      'xml-metadata-namespaces',
      'a key with a colon is escaped, so that readers which know namespaces find no unbound prefix',
      async (session) => {
        const keys = { 'a:b': '1', xmlns: '2', 'xmlns:x': '3', ':y': '4', 'z:': '5' };
        await session.register({ metadata: keys });
        assert.deepEqual((await session.read()).metadata, keys);
        const metadata = child(await session.readXml(session.path()), 'metadata');
        assert.deepEqual(elementTexts(metadata), {
          'a_.003ab': '1',
          '_.0078mlns': '2',
          'xmlns_.003ax': '3',
          '_.003ay': '4',
          'z_.003a': '5',
        });
      },
    ),
    friendlyNames('xml-register-names-escaped', 'an escaped name is decoded to its key', async (session) => {
      const { instanceId, hostName, app, ipAddr } = session.instance();
      const body = `<instance><instanceId>${instanceId}</instanceId><hostName>${hostName}</hostName><app>${app}</app>
        <ipAddr>${ipAddr}</ipAddr><dataCenterInfo><name>MyOwn</name></dataCenterInfo>
        <metadata><a_.0020key>1</a_.0020key><_.0031abc>2</_.0031abc></metadata></instance>`;
      assertAccepted(await session.postRegistration(body, { 'content-type': 'application/xml' }));
      assert.deepEqual((await session.read()).metadata, { 'a key': '1', '1abc': '2' });
    }),
    rejects('control', 'a control character in an id', 'instanceId', { instanceId: 'a\u0007b' }),
    rejects('xml', 'a character that XML cannot represent', 'metadata', { metadata: { a: 'b\u0000c' } }),
    rejects('dots', 'an id that is a dot segment', 'instanceId', { instanceId: '..' }),
    rejects('port', 'an invalid port', 'port', { port: { $: 70_000, '@enabled': 'true' } }),
  ],
};
