import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type Group } from '../check.js';
import { assertTaken } from '../replies.js';
import { child, textsOf } from '../xml-tree.js';

const addInstance = betterThan('ApplicationResource.addInstance');
const friendlyNames = checkOf('XmlXStream (XmlFriendlyNameCoder)');

const oddKeys = { 'a key': '1', '1abc': '2', 'a/b': '3', '-x': '4' };

const refused = (id: string, what: string, field: string, changes: object): Check =>
  addInstance(`harm-${id}`, `${what} is refused with 400, and ${field} is named`, async (guest) => {
    const instance = guest.instance(changes);
    guest.willLeave(String(instance['instanceId']));
    const reply = await guest.send(instance);
    assert.equal(reply.status, 400);
    assert.ok(reply.text.includes(field), `${field} is named`);
    assert.equal((await guest.get(`apps/${guest.app}`)).status, 404, 'nothing is stored');
  });

/**
 * What one instance must not do to the readers of all others. Comes last: a server that fails here may write XML that
 * nobody can read for as long as its delta remembers the instance (3 minutes).
 */
export const harm: Group = {
  about: 'an instance that would spoil the lists',
  checks: [
    friendlyNames('xml-metadata-names', 'a key that is no name in XML is escaped into one', async (guest) => {
      await guest.register({ metadata: oddKeys });
      assert.deepEqual((await guest.read()).metadata, oddKeys);
      const metadata = child(await guest.xml(guest.at()), 'metadata');
      assert.deepEqual(textsOf(metadata), {
        'a_.0020key': '1',
        '_.0031abc': '2',
        'a_.002fb': '3',
        '_.002dx': '4',
      });
    }),
    friendlyNames(
      'xml-register-names-escaped',
      'an escaped name is read as the key that was meant',
      async (guest) => {
        const { instanceId, hostName, app, ipAddr } = guest.instance();
        const body = `<instance><instanceId>${instanceId}</instanceId><hostName>${hostName}</hostName><app>${app}</app>
        <ipAddr>${ipAddr}</ipAddr><dataCenterInfo><name>MyOwn</name></dataCenterInfo>
        <metadata><a_.0020key>1</a_.0020key><_.0031abc>2</_.0031abc></metadata></instance>`;
        assertTaken(await guest.post(body, { 'content-type': 'application/xml' }));
        assert.deepEqual((await guest.read()).metadata, { 'a key': '1', '1abc': '2' });
      },
    ),
    refused('control', 'a control character in an id', 'instanceId', { instanceId: 'a\u0007b' }),
    refused('xml', 'a character that XML cannot carry', 'metadata', { metadata: { a: 'b\u0000c' } }),
    refused('dots', 'an id that leads elsewhere in a path', 'instanceId', { instanceId: '..' }),
    refused('port', 'a port that is none', 'port', { port: { $: 70_000, '@enabled': 'true' } }),
  ],
};
