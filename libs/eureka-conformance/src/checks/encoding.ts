import { strict as assert } from 'node:assert';
import { checkOf, type CheckGroup } from '../check.js';
import { acceptJson } from '../test-session.js';

const serializer = checkOf('EurekaJacksonCodec.InstanceInfoSerializer');

const knownFields = [
  ...['instanceId', 'hostName', 'app', 'ipAddr', 'sid', 'status', 'overriddenStatus', 'port', 'securePort'],
  ...['countryId', 'dataCenterInfo', 'leaseInfo', 'metadata', 'appGroupName', 'homePageUrl', 'statusPageUrl'],
  ...[
    'healthCheckUrl',
    'secureHealthCheckUrl',
    'vipAddress',
    'secureVipAddress',
    'isCoordinatingDiscoveryServer',
  ],
  ...['lastUpdatedTimestamp', 'lastDirtyTimestamp', 'actionType', 'asgName'],
];
const knownLeaseFields = [
  ...['renewalIntervalInSecs', 'durationInSecs', 'registrationTimestamp', 'lastRenewalTimestamp'],
  ...['evictionTimestamp', 'serviceUpTimestamp'],
];

export const encoding: CheckGroup = {
  title: 'encoding an instance',
  checks: [
    serializer(
      'encode-types',
      'ports and lease are numbers, timestamps and flags are text',
      async (session) => {
        await session.register();
        const read = await session.read();
        for (const { $, '@enabled': enabled } of [read.port, read.securePort]) {
          assert.deepEqual([typeof $, typeof enabled], ['number', 'string']);
        }
        for (const number of [read.countryId, ...Object.values(read.leaseInfo)])
          assert.equal(typeof number, 'number');
        assert.match(String(read.lastUpdatedTimestamp), /^\d+$/);
        for (const text of [
          read.lastUpdatedTimestamp,
          read.lastDirtyTimestamp,
          read.isCoordinatingDiscoveryServer,
        ]) {
          assert.equal(typeof text, 'string');
        }
      },
    ),

    serializer(
      'encode-known-fields',
      'no field is added: Spring’s client rejects unknown fields',
      async (session) => {
        await session.register({ later: 'x', metadata: {}, leaseInfo: { durationInSecs: 21, later: 'x' } });
        for (const instance of [
          await session.read(),
          await session.ownInstance(),
          await session.ownInstance('apps/delta'),
        ]) {
          assert.deepEqual(
            Object.keys(instance).filter((key) => !knownFields.includes(key)),
            [],
          );
          assert.deepEqual(
            Object.keys(instance.leaseInfo).filter((key) => !knownLeaseFields.includes(key)),
            [],
          );
        }
      },
    ),

    serializer(
      'encode-class-first',
      '@class is the first field of a data center, as Java requires',
      async (session) => {
        await session.register();
        assert.equal(Object.keys((await session.read()).dataCenterInfo)[0], '@class');
      },
    ),

    serializer('encode-root', 'a single instance is below "instance", as JSON in UTF-8', async (session) => {
      await session.register({ metadata: { name: 'é中' } });
      const reply = await session.get(session.path(), acceptJson);
      assert.match(reply.text, /^\{\s*"instance"\s*:/);
      assert.ok(reply.text.includes('é中') || reply.text.includes('\\u00e9'));
    }),
  ],
};
