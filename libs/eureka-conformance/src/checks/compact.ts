import { strict as assert } from 'node:assert';
import { checkOf, type Check, type Group } from '../check.js';
import { compact, json, xml } from '../test-session.js';
import { documentOf } from '../replies.js';
import { amazon } from '../java-instance.js';
import { child, textsOf } from '../xml-tree.js';

const mini = checkOf('EurekaJsonJacksonCodec (compact: MiniInstanceInfoMixIn)');
const miniXml = checkOf('EurekaXmlJacksonCodec (compact: MiniInstanceInfoMixIn)');
const accept = checkOf('EurekaAccept.fromString');

const compactJson = { ...json, ...compact };
const compactXml = { ...xml, ...compact };

const kept = [
  ...[
    'instanceId',
    'app',
    'ipAddr',
    'vipAddress',
    'secureVipAddress',
    'dataCenterInfo',
    'hostName',
    'status',
  ],
  ...['lastUpdatedTimestamp', 'actionType', 'port', 'securePort'],
].toSorted();

const whole = (id: string, says: string, value: string): Check =>
  accept(id, says, async (guest) => {
    await guest.register();
    const instance = await guest.listed('apps', { ...json, 'x-eureka-accept': value });
    assert.equal(instance.metadata['zone'], 'z1');
  });

export const compactAnswers: Group = {
  about: 'compact answers',
  checks: [
    mini('compact-fields', 'a compact instance has these fields, and no others', async (guest) => {
      await guest.register();
      for (const path of ['apps', 'apps/delta', `vips/${guest.vip}`, `svips/s-${guest.vip}`]) {
        assert.deepEqual(Object.keys(await guest.listed(path, compactJson)).toSorted(), kept, path);
      }
    }),
    mini('compact-app', 'a single application has compact instances too', async (guest) => {
      await guest.register();
      const { application } = documentOf<{ application: { name: string; instance: object } }>(
        await guest.get(`apps/${guest.app}`, compactJson),
      );
      const [instance] = [application.instance].flat();
      assert.deepEqual([application.name, Object.keys(instance ?? {}).toSorted()], [guest.app, kept]);
    }),
    mini('compact-values', 'the fields are as in the whole, but the stamp is a number', async (guest) => {
      await guest.register();
      const [full, small] = [await guest.listed('apps'), await guest.listed('apps', compactJson)];
      const expected = { ...full, lastUpdatedTimestamp: Number(full.lastUpdatedTimestamp) } as object;
      for (const [key, value] of Object.entries(small)) {
        assert.deepEqual(value, (expected as Record<string, unknown>)[key], key);
      }
    }),
    mini('compact-header', 'version and hash code are as in the whole', async (guest) => {
      await guest.register();
      const { versions__delta, apps__hashcode, ...rest } = await guest.applications(
        `vips/${guest.vip}`,
        compactJson,
      );
      assert.deepEqual([versions__delta, apps__hashcode], ['-1', 'UP_1_']);
      const {
        application: _,
        registeredApplicationsEmpty = false,
        ...more
      } = rest as Record<string, unknown>;
      assert.deepEqual([registeredApplicationsEmpty, more], [false, {}]);
    }),
    mini('compact-group', 'the group of instances on Amazon stays', async (guest) => {
      await guest.register({ asgName: 'my-asg' });
      const small = (await guest.listed('apps', compactJson)) as { readonly asgName?: string };
      assert.equal(small.asgName, 'my-asg');
    }),
    mini('compact-amazon', 'of Amazon’s metadata five entries stay', async (guest) => {
      const stay = {
        'instance-id': 'i-1',
        'public-ipv4': '1.2.3.4',
        'public-hostname': 'h.example',
        'local-ipv4': '10.0.0.1',
        'availability-zone': 'us-east-1c',
      };
      await guest.register({ dataCenterInfo: amazon({ ...stay, 'ami-id': 'ami-1', 'vpc-id': 'vpc-1' }) });
      assert.deepEqual((await guest.listed('apps', compactJson)).dataCenterInfo.metadata, stay);
    }),
    mini('compact-array', 'a list of one is a list', async (guest) => {
      await guest.register();
      const { applications } = documentOf<{ applications: { application: { instance: unknown }[] } }>(
        await guest.get(`vips/${guest.vip}`, compactJson),
      );
      assert.ok(
        Array.isArray(applications.application) && Array.isArray(applications.application[0]?.instance),
      );
    }),
    miniXml('compact-xml', 'compact XML has the same fields', async (guest) => {
      await guest.register();
      const instance = child(await guest.myXml('apps', compactXml), 'instance');
      assert.deepEqual(instance.children.map(({ name }) => name).toSorted(), kept);
      const port = child(instance, 'port');
      assert.deepEqual([port.text, port.attributes['enabled']], ['8081', 'true']);
      assert.equal(child(instance, 'dataCenterInfo', 'name').text, 'MyOwn');
    }),
    miniXml(
      'compact-xml-header',
      'compact XML has version and hash code after its applications',
      async (guest) => {
        await guest.register();
        const { name, children } = await guest.xml(`vips/${guest.vip}`, compactXml);
        assert.equal(name, 'applications');
        assert.equal(children[0]?.name, 'application');
        const { versions__delta, apps__hashcode } = textsOf({ name, children, attributes: {}, text: '' });
        assert.deepEqual([versions__delta, apps__hashcode], ['-1', 'UP_1_']);
      },
    ),
    accept('compact-case', 'the word may be in capitals', async (guest) => {
      await guest.register();
      const instance = await guest.listed('apps', { ...json, 'x-eureka-accept': 'COMPACT' });
      assert.equal('metadata' in instance, false);
    }),
    whole('compact-unknown', 'any other word asks for the whole', 'tiny'),
    whole('compact-full', 'the word `full` asks for the whole', 'full'),
    whole('compact-empty', 'an empty word asks for the whole', ''),
  ],
};
