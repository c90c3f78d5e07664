import { strict as assert } from 'node:assert';
import { checkOf, type Check, type CheckGroup } from '../check.js';
import { acceptCompact, acceptJson, acceptXml } from '../test-session.js';
import { parseJson } from '../replies.js';
import { amazon } from '../java-instance.js';
import { child, elementTexts } from '../xml-tree.js';

const mini = checkOf('EurekaJsonJacksonCodec (compact: MiniInstanceInfoMixIn)');
const miniXml = checkOf('EurekaXmlJacksonCodec (compact: MiniInstanceInfoMixIn)');
const accept = checkOf('EurekaAccept.fromString');

const compactJson = { ...acceptJson, ...acceptCompact };
const compactXml = { ...acceptXml, ...acceptCompact };

const compactFields = [
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

const respondsInFull = (id: string, requirement: string, value: string): Check =>
  accept(id, requirement, async (session) => {
    await session.register();
    const instance = await session.ownInstance('apps', { ...acceptJson, 'x-eureka-accept': value });
    assert.equal(instance.metadata['zone'], 'z1');
  });

export const compactResponses: CheckGroup = {
  title: 'compact responses',
  checks: [
    mini('compact-fields', 'a compact instance has exactly these fields', async (session) => {
      await session.register();
      for (const path of ['apps', 'apps/delta', `vips/${session.vip}`, `svips/s-${session.vip}`]) {
        assert.deepEqual(
          Object.keys(await session.ownInstance(path, compactJson)).toSorted(),
          compactFields,
          path,
        );
      }
    }),
    mini('compact-app', 'a single application has compact instances too', async (session) => {
      await session.register();
      const { application } = parseJson<{ application: { name: string; instance: object } }>(
        await session.get(`apps/${session.app}`, compactJson),
      );
      const [instance] = [application.instance].flat();
      assert.deepEqual(
        [application.name, Object.keys(instance ?? {}).toSorted()],
        [session.app, compactFields],
      );
    }),
    mini(
      'compact-values',
      'the fields are those of the full form, but the timestamp is a number',
      async (session) => {
        await session.register();
        const [full, small] = [
          await session.ownInstance('apps'),
          await session.ownInstance('apps', compactJson),
        ];
        const expected = { ...full, lastUpdatedTimestamp: Number(full.lastUpdatedTimestamp) } as object;
        for (const [key, value] of Object.entries(small)) {
          assert.deepEqual(value, (expected as Record<string, unknown>)[key], key);
        }
      },
    ),
    mini('compact-header', 'version and hash code are those of the full form', async (session) => {
      await session.register();
      const { versions__delta, apps__hashcode, ...rest } = await session.applications(
        `vips/${session.vip}`,
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
    mini('compact-group', 'the auto scaling group is included', async (session) => {
      await session.register({ asgName: 'my-asg' });
      const small = (await session.ownInstance('apps', compactJson)) as { readonly asgName?: string };
      assert.equal(small.asgName, 'my-asg');
    }),
    mini('compact-amazon', 'five entries of Amazon’s metadata are included', async (session) => {
      const stay = {
        'instance-id': 'i-1',
        'public-ipv4': '1.2.3.4',
        'public-hostname': 'h.example',
        'local-ipv4': '10.0.0.1',
        'availability-zone': 'us-east-1c',
      };
      await session.register({ dataCenterInfo: amazon({ ...stay, 'ami-id': 'ami-1', 'vpc-id': 'vpc-1' }) });
      assert.deepEqual((await session.ownInstance('apps', compactJson)).dataCenterInfo.metadata, stay);
    }),
    mini('compact-array', 'a list of one is a list', async (session) => {
      await session.register();
      const { applications } = parseJson<{ applications: { application: { instance: unknown }[] } }>(
        await session.get(`vips/${session.vip}`, compactJson),
      );
      assert.ok(
        Array.isArray(applications.application) && Array.isArray(applications.application[0]?.instance),
      );
    }),
    miniXml('compact-xml', 'compact XML has the same fields', async (session) => {
      await session.register();
      const instance = child(await session.ownApplicationXml('apps', compactXml), 'instance');
      assert.deepEqual(instance.children.map(({ name }) => name).toSorted(), compactFields);
      const port = child(instance, 'port');
      assert.deepEqual([port.text, port.attributes['enabled']], ['8081', 'true']);
      assert.equal(child(instance, 'dataCenterInfo', 'name').text, 'MyOwn');
    }),
    miniXml(
      'compact-xml-header',
      'compact XML has version and hash code after its applications',
      async (session) => {
        await session.register();
        const { name, children } = await session.readXml(`vips/${session.vip}`, compactXml);
        assert.equal(name, 'applications');
        assert.equal(children[0]?.name, 'application');
        const { versions__delta, apps__hashcode } = elementTexts({
          name,
          children,
          attributes: {},
          text: '',
        });
        assert.deepEqual([versions__delta, apps__hashcode], ['-1', 'UP_1_']);
      },
    ),
    accept('compact-case', 'the value of the header may be in upper case', async (session) => {
      await session.register();
      const instance = await session.ownInstance('apps', { ...acceptJson, 'x-eureka-accept': 'COMPACT' });
      assert.equal('metadata' in instance, false);
    }),
    respondsInFull('compact-unknown', 'any other value yields the full form', 'tiny'),
    respondsInFull('compact-full', 'the value `full` yields the full form', 'full'),
    respondsInFull('compact-empty', 'an empty value yields the full form', ''),
  ],
};
