import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type CheckGroup } from '../check.js';
import { acceptXml } from '../test-session.js';
import { amazon, dirtyTimestamp } from '../java-instance.js';
import { expectedHashCode } from '../wire.js';
import { child, elementTexts } from '../xml-tree.js';

const instanceConverter = checkOf('Converters.InstanceInfoConverter');
const applicationsConverter = checkOf('Converters.ApplicationsConverter');
const metadataConverter = checkOf('Converters.MetadataConverter');
const dataCenterConverter = checkOf('Converters.DataCenterInfoConverter');
const friendlyNames = checkOf('XmlXStream');
const currentVersion = checkOf('CurrentRequestVersion');
const betterVersion = betterThan('CurrentRequestVersion');

export const xmlResponses: CheckGroup = {
  title: 'responses in XML',
  checks: [
    instanceConverter('xml-instance', 'an instance has an element for each field', async (session) => {
      await session.register();
      const instance = await session.readXml(session.path());
      assert.equal(instance.name, 'instance');
      const { instanceId, hostName, app, ipAddr, status, overriddenstatus, countryId } =
        elementTexts(instance);
      assert.deepEqual([instanceId, hostName, app], [session.id, 'one.example', session.app]);
      assert.deepEqual([ipAddr, status, overriddenstatus, countryId], ['10.0.0.1', 'UP', 'UNKNOWN', '1']);
      const { vipAddress, secureVipAddress, actionType, ...rest } = elementTexts(instance);
      assert.deepEqual(
        [vipAddress, secureVipAddress, actionType],
        [session.vip, `s-${session.vip}`, 'ADDED'],
      );
      assert.equal(rest['homePageUrl'], 'http://one.example:8081/');
      assert.equal(rest['isCoordinatingDiscoveryServer'], 'false');
      assert.equal(rest['lastDirtyTimestamp'], `${dirtyTimestamp}`);
    }),
    instanceConverter(
      'xml-override-name',
      'overriddenstatus is in lower case in XML, and present once',
      async (session) => {
        await session.register({ overriddenStatus: 'OUT_OF_SERVICE' });
        const names = (await session.readXml(session.path())).children.map(({ name }) => name);
        assert.deepEqual(
          names.filter((name) => /^overridden/i.test(name)),
          ['overriddenstatus'],
        );
      },
    ),
    instanceConverter('xml-ports', 'an attribute of a port says whether it is enabled', async (session) => {
      await session.register();
      const instance = await session.readXml(session.path());
      const [port, securePort] = [child(instance, 'port'), child(instance, 'securePort')];
      assert.deepEqual([port.text, port.attributes['enabled']], ['8081', 'true']);
      assert.deepEqual([securePort.text, securePort.attributes['enabled']], ['443', 'false']);
    }),
    instanceConverter('xml-lease', 'the lease has the six elements of its JSON', async (session) => {
      await session.register();
      const lease = elementTexts(child(await session.readXml(session.path()), 'leaseInfo'));
      const { leaseInfo } = await session.read();
      assert.deepEqual(
        lease,
        Object.fromEntries(Object.entries(leaseInfo).map(([name, value]) => [name, `${value}`])),
      );
    }),
    dataCenterConverter(
      'xml-data-center',
      'an attribute of the data center names its class',
      async (session) => {
        await session.register();
        const info = child(await session.readXml(session.path()), 'dataCenterInfo');
        assert.equal(info.attributes['class'], 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo');
        assert.deepEqual(elementTexts(info), { name: 'MyOwn' });
      },
    ),
    dataCenterConverter(
      'xml-amazon',
      'the name of an Amazon data center comes before its metadata',
      async (session) => {
        await session.register({ dataCenterInfo: amazon({ 'instance-id': 'i-1', 'ami-id': 'ami-1' }) });
        const info = child(await session.readXml(session.path()), 'dataCenterInfo');
        assert.equal(info.attributes['class'], 'com.netflix.appinfo.AmazonInfo');
        assert.deepEqual(
          info.children.map(({ name }) => name),
          ['name', 'metadata'],
        );
        assert.deepEqual(elementTexts(child(info, 'metadata')), { 'instance-id': 'i-1', 'ami-id': 'ami-1' });
      },
    ),

    applicationsConverter('xml-apps', 'the applications follow version and hash code', async (session) => {
      await session.register();
      const { name, children } = await session.readXml('apps');
      assert.equal(name, 'applications');
      const names = children.map((each) => each.name);
      assert.deepEqual(names.slice(0, 3), ['versions__delta', 'apps__hashcode', 'application']);
      assert.ok(names.slice(3).every((each) => each === 'application'));
      const applications = children.slice(2);
      const instances = applications.flatMap((each) =>
        each.children.filter((inside) => inside.name === 'instance'),
      );
      const hashCode = expectedHashCode(instances.map((each) => child(each, 'status').text));
      assert.deepEqual([children[0]?.text, children[1]?.text], ['1', hashCode]);
    }),
    applicationsConverter('xml-app', 'the instances of an application follow its name', async (session) => {
      await session.register();
      await session.register({ instanceId: 'two' });
      for (const app of [
        await session.readXml(`apps/${session.app}`),
        await session.ownApplicationXml('apps'),
      ]) {
        assert.equal(app.name, 'application');
        assert.deepEqual(
          app.children.map(({ name }) => name),
          ['name', 'instance', 'instance'],
        );
        assert.equal(child(app, 'name').text, session.app);
      }
    }),
    applicationsConverter(
      'xml-vip',
      'the response for a vip is such a list too, even if empty',
      async (session) => {
        const empty = await session.readXml(`vips/${session.vip}`);
        assert.deepEqual(elementTexts(empty), { versions__delta: '-1', apps__hashcode: '' });
        await session.register();
        assert.equal(
          child(await session.ownApplicationXml(`vips/${session.vip}`), 'instance', 'instanceId').text,
          session.id,
        );
      },
    ),

    metadataConverter('xml-metadata', 'metadata has an element for each entry', async (session) => {
      await session.register();
      const metadata = child(await session.readXml(session.path()), 'metadata');
      assert.deepEqual(elementTexts(metadata), { zone: 'z1', 'management.port': '8081' });
    }),
    metadataConverter('xml-metadata-empty', 'empty metadata is Java’s empty map', async (session) => {
      await session.register({ metadata: {} });
      const { attributes, children } = child(await session.readXml(session.path()), 'metadata');
      assert.deepEqual([attributes['class'], children], ['java.util.Collections$EmptyMap', []]);
    }),
    friendlyNames('xml-metadata-underscore', '_ and $ in a key are doubled and escaped', async (session) => {
      await session.register({ metadata: { a_b: '1', a$b: '2', 'a.b-c': '3' } });
      const metadata = child(await session.readXml(session.path()), 'metadata');
      assert.deepEqual(elementTexts(metadata), { a__b: '1', 'a_-b': '2', 'a.b-c': '3' });
    }),
    instanceConverter('xml-escapes', 'any text is escaped', async (session) => {
      const evil = '<b>"&amp;\' ]]> é 中 🚀';
      await session.register({ metadata: { evil }, statusPageUrl: 'http://one.example/?a=1&b=<2>' });
      const instance = await session.readXml(session.path());
      assert.equal(child(instance, 'metadata', 'evil').text, evil);
      assert.equal(child(instance, 'statusPageUrl').text, 'http://one.example/?a=1&b=<2>');
    }),

    currentVersion('xml-status', 'lists show the true status', async (session) => {
      await session.register({ overriddenStatus: 'OUT_OF_SERVICE' });
      for (const path of ['apps', 'apps/delta', `vips/${session.vip}`]) {
        assert.equal(
          child(await session.ownApplicationXml(path), 'instance', 'status').text,
          'OUT_OF_SERVICE',
          path,
        );
      }
    }),
    betterVersion('xml-status-alone', 'a single instance shows its true status', async (session) => {
      await session.register({ overriddenStatus: 'OUT_OF_SERVICE' });
      for (const path of [session.path(), `instances/${session.id}`]) {
        assert.equal(child(await session.readXml(path), 'status').text, 'OUT_OF_SERVICE', path);
      }
      await session.register({ instanceId: 'two', status: 'WEIRD' });
      assert.equal(child(await session.readXml(session.path('two'), acceptXml), 'status').text, 'UNKNOWN');
    }),
  ],
};
