import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Group } from '../check.js';
import { xml } from '../test-session.js';
import { amazon, stamp } from '../java-instance.js';
import { hashCodeOf } from '../wire.js';
import { child, textsOf } from '../xml-tree.js';

const instanceConverter = checkOf('Converters.InstanceInfoConverter');
const applicationsConverter = checkOf('Converters.ApplicationsConverter');
const metadataConverter = checkOf('Converters.MetadataConverter');
const dataCenterConverter = checkOf('Converters.DataCenterInfoConverter');
const friendlyNames = checkOf('XmlXStream');
const currentVersion = checkOf('CurrentRequestVersion');
const betterVersion = betterThan('CurrentRequestVersion');

export const xmlAnswers: Group = {
  about: 'answers in XML',
  checks: [
    instanceConverter('xml-instance', 'an instance is an element for each field', async (guest) => {
      await guest.register();
      const instance = await guest.xml(guest.at());
      assert.equal(instance.name, 'instance');
      const { instanceId, hostName, app, ipAddr, status, overriddenstatus, countryId } = textsOf(instance);
      assert.deepEqual([instanceId, hostName, app], [guest.id, 'one.example', guest.app]);
      assert.deepEqual([ipAddr, status, overriddenstatus, countryId], ['10.0.0.1', 'UP', 'UNKNOWN', '1']);
      const { vipAddress, secureVipAddress, actionType, ...rest } = textsOf(instance);
      assert.deepEqual([vipAddress, secureVipAddress, actionType], [guest.vip, `s-${guest.vip}`, 'ADDED']);
      assert.equal(rest['homePageUrl'], 'http://one.example:8081/');
      assert.equal(rest['isCoordinatingDiscoveryServer'], 'false');
      assert.equal(rest['lastDirtyTimestamp'], `${stamp}`);
    }),
    instanceConverter(
      'xml-override-name',
      'overriddenstatus has no capital in XML, and comes once',
      async (guest) => {
        await guest.register({ overriddenStatus: 'OUT_OF_SERVICE' });
        const names = (await guest.xml(guest.at())).children.map(({ name }) => name);
        assert.deepEqual(
          names.filter((name) => /^overridden/i.test(name)),
          ['overriddenstatus'],
        );
      },
    ),
    instanceConverter('xml-ports', 'a port says by an attribute whether it is open', async (guest) => {
      await guest.register();
      const instance = await guest.xml(guest.at());
      const [port, securePort] = [child(instance, 'port'), child(instance, 'securePort')];
      assert.deepEqual([port.text, port.attributes['enabled']], ['8081', 'true']);
      assert.deepEqual([securePort.text, securePort.attributes['enabled']], ['443', 'false']);
    }),
    instanceConverter('xml-lease', 'the lease has the six elements of its JSON', async (guest) => {
      await guest.register();
      const lease = textsOf(child(await guest.xml(guest.at()), 'leaseInfo'));
      const { leaseInfo } = await guest.read();
      assert.deepEqual(
        lease,
        Object.fromEntries(Object.entries(leaseInfo).map(([name, value]) => [name, `${value}`])),
      );
    }),
    dataCenterConverter(
      'xml-data-center',
      'the data center says its class by an attribute',
      async (guest) => {
        await guest.register();
        const info = child(await guest.xml(guest.at()), 'dataCenterInfo');
        assert.equal(info.attributes['class'], 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo');
        assert.deepEqual(textsOf(info), { name: 'MyOwn' });
      },
    ),
    dataCenterConverter(
      'xml-amazon',
      'the name of an Amazon data center comes before its metadata',
      async (guest) => {
        await guest.register({ dataCenterInfo: amazon({ 'instance-id': 'i-1', 'ami-id': 'ami-1' }) });
        const info = child(await guest.xml(guest.at()), 'dataCenterInfo');
        assert.equal(info.attributes['class'], 'com.netflix.appinfo.AmazonInfo');
        assert.deepEqual(
          info.children.map(({ name }) => name),
          ['name', 'metadata'],
        );
        assert.deepEqual(textsOf(child(info, 'metadata')), { 'instance-id': 'i-1', 'ami-id': 'ami-1' });
      },
    ),

    applicationsConverter('xml-apps', 'the applications follow version and hash code', async (guest) => {
      await guest.register();
      const { name, children } = await guest.xml('apps');
      assert.equal(name, 'applications');
      const names = children.map((each) => each.name);
      assert.deepEqual(names.slice(0, 3), ['versions__delta', 'apps__hashcode', 'application']);
      assert.ok(names.slice(3).every((each) => each === 'application'));
      const applications = children.slice(2);
      const instances = applications.flatMap((each) =>
        each.children.filter((inside) => inside.name === 'instance'),
      );
      const hashCode = hashCodeOf(instances.map((each) => child(each, 'status').text));
      assert.deepEqual([children[0]?.text, children[1]?.text], ['1', hashCode]);
    }),
    applicationsConverter('xml-app', 'the instances of an application follow its name', async (guest) => {
      await guest.register();
      await guest.register({ instanceId: 'two' });
      for (const app of [await guest.xml(`apps/${guest.app}`), await guest.myXml('apps')]) {
        assert.equal(app.name, 'application');
        assert.deepEqual(
          app.children.map(({ name }) => name),
          ['name', 'instance', 'instance'],
        );
        assert.equal(child(app, 'name').text, guest.app);
      }
    }),
    applicationsConverter('xml-vip', 'a vip is such a list too, also an empty one', async (guest) => {
      const empty = await guest.xml(`vips/${guest.vip}`);
      assert.deepEqual(textsOf(empty), { versions__delta: '-1', apps__hashcode: '' });
      await guest.register();
      assert.equal(child(await guest.myXml(`vips/${guest.vip}`), 'instance', 'instanceId').text, guest.id);
    }),

    metadataConverter('xml-metadata', 'metadata has an element for each entry', async (guest) => {
      await guest.register();
      const metadata = child(await guest.xml(guest.at()), 'metadata');
      assert.deepEqual(textsOf(metadata), { zone: 'z1', 'management.port': '8081' });
    }),
    metadataConverter('xml-metadata-empty', 'no metadata is Java’s empty map', async (guest) => {
      await guest.register({ metadata: {} });
      const { attributes, children } = child(await guest.xml(guest.at()), 'metadata');
      assert.deepEqual([attributes['class'], children], ['java.util.Collections$EmptyMap', []]);
    }),
    friendlyNames('xml-metadata-underscore', '_ and $ in a key are doubled and escaped', async (guest) => {
      await guest.register({ metadata: { a_b: '1', a$b: '2', 'a.b-c': '3' } });
      const metadata = child(await guest.xml(guest.at()), 'metadata');
      assert.deepEqual(textsOf(metadata), { a__b: '1', 'a_-b': '2', 'a.b-c': '3' });
    }),
    instanceConverter('xml-escapes', 'any text is escaped', async (guest) => {
      const evil = '<b>"&amp;\' ]]> é 中 🚀';
      await guest.register({ metadata: { evil }, statusPageUrl: 'http://one.example/?a=1&b=<2>' });
      const instance = await guest.xml(guest.at());
      assert.equal(child(instance, 'metadata', 'evil').text, evil);
      assert.equal(child(instance, 'statusPageUrl').text, 'http://one.example/?a=1&b=<2>');
    }),

    currentVersion('xml-status', 'lists show a status as it is', async (guest) => {
      await guest.register({ overriddenStatus: 'OUT_OF_SERVICE' });
      for (const path of ['apps', 'apps/delta', `vips/${guest.vip}`]) {
        assert.equal(child(await guest.myXml(path), 'instance', 'status').text, 'OUT_OF_SERVICE', path);
      }
    }),
    betterVersion('xml-status-alone', 'a single instance shows its status as it is', async (guest) => {
      await guest.register({ overriddenStatus: 'OUT_OF_SERVICE' });
      for (const path of [guest.at(), `instances/${guest.id}`]) {
        assert.equal(child(await guest.xml(path), 'status').text, 'OUT_OF_SERVICE', path);
      }
      await guest.register({ instanceId: 'two', status: 'WEIRD' });
      assert.equal(child(await guest.xml(guest.at('two'), xml), 'status').text, 'UNKNOWN');
    }),
  ],
};
