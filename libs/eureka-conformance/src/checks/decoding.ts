import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type CheckMaker, type Group } from '../check.js';
import { json } from '../test-session.js';
import { myOwn, stamp } from '../java-instance.js';
import { assertTaken } from '../replies.js';
import type { WireInstance } from '../wire.js';

const fields = checkOf('EurekaJacksonCodec.InstanceInfoDeserializer');
const betterFields = betterThan('EurekaJacksonCodec.InstanceInfoDeserializer');
const serializer = checkOf('EurekaJacksonCodec.InstanceInfoSerializer');

const emptyMap = { metadata: { '@class': 'java.util.Collections$EmptyMap' } };

/** What a registration may say, and what is listed then. */
const reads = (
  id: string,
  says: string,
  changes: object,
  listed: Partial<WireInstance>,
  by: CheckMaker = fields,
): Check =>
  by(id, says, async (guest) => {
    assertTaken(await guest.send(guest.instance(changes)));
    const read = (await guest.read()) as unknown as Record<string, unknown>;
    for (const [key, value] of Object.entries(listed)) assert.deepEqual(read[key], value, key);
  });

/** Passed over, with all that stands before and after it read as it is meant. */
const passesOver = (by: CheckMaker, id: string, says: string, later: unknown): Check =>
  by(id, says, async (guest) => {
    const instance = guest.instance();
    for (const sent of [
      { later, ...instance },
      { ...instance, later },
    ]) {
      assertTaken(await guest.send(sent));
      const read = await guest.read();
      assert.equal('later' in read, false);
      assert.deepEqual([read.hostName, read.vipAddress], ['one.example', guest.vip]);
    }
  });

export const decoding: Group = {
  about: 'what may stand in a registration',
  checks: [
    fields('decode-minimal', 'the least that registers is completed with defaults', async (guest) => {
      const { instanceId, hostName, ipAddr, app, dataCenterInfo } = guest.instance();
      const least = { instanceId, hostName, ipAddr, app, dataCenterInfo };
      assertTaken(await guest.send(least));
      const { leaseInfo, lastDirtyTimestamp, lastUpdatedTimestamp, ...read } = await guest.read();
      assert.deepEqual(read.port, { $: 7001, '@enabled': 'true' });
      assert.deepEqual(read.securePort, { $: 7002, '@enabled': 'false' });
      assert.deepEqual([read.status, read.overriddenStatus, read.countryId], ['UP', 'UNKNOWN', 1]);
      assert.deepEqual(read.metadata, { '@class': 'java.util.Collections$EmptyMap' });
      assert.deepEqual([leaseInfo['renewalIntervalInSecs'], leaseInfo['durationInSecs']], [30, 90]);
      assert.ok(Number(lastDirtyTimestamp) > 0 && Number(lastDirtyTimestamp) <= Number(lastUpdatedTimestamp));
    }),

    reads(
      'decode-port-number',
      'a port may be a plain number, as clients of Node send it',
      { port: 8081, securePort: 8443 },
      { port: { $: 8081, '@enabled': 'true' }, securePort: { $: 8443, '@enabled': 'false' } },
      betterFields,
    ),
    reads(
      'decode-no-class',
      'a data center may leave out @class, as clients of Node do',
      { dataCenterInfo: { name: 'MyOwn' } },
      { dataCenterInfo: myOwn },
      betterFields,
    ),
    fields(
      'decode-spring',
      'Spring writes numbers and booleans where others write text, and nulls',
      async (guest) => {
        const spring = {
          sid: 'na',
          appGroupName: null,
          asgName: null,
          secureHealthCheckUrl: null,
          isCoordinatingDiscoveryServer: false,
          lastUpdatedTimestamp: stamp,
          lastDirtyTimestamp: stamp,
          metadata: { '@class': 'java.util.Collections$EmptyMap' },
        };
        assertTaken(await guest.send(guest.instance(spring)));
        const read = await guest.read();
        assert.equal(read.lastDirtyTimestamp, `${stamp}`);
        assert.equal(read.isCoordinatingDiscoveryServer, 'false');
        for (const absent of ['sid', 'appGroupName', 'asgName', 'secureHealthCheckUrl']) {
          assert.equal(absent in read, false, `${absent} is left out`);
        }
      },
    ),

    reads('decode-status-null', 'no status is UP', { status: null }, { status: 'UP' }),
    reads(
      'decode-status-unknown',
      'an unknown status is UNKNOWN',
      { status: 'WEIRD' },
      { status: 'UNKNOWN' },
    ),
    reads(
      'decode-status-case',
      'in JSON a status in lower case is UNKNOWN',
      { status: 'up' },
      { status: 'UNKNOWN' },
    ),
    reads(
      'decode-port-text',
      'a port may be text, and its flag a boolean',
      { port: { $: '8080', '@enabled': false }, securePort: { $: '8443', '@enabled': true } },
      { port: { $: 8080, '@enabled': 'false' }, securePort: { $: 8443, '@enabled': 'true' } },
    ),
    fields('decode-lease-zero', 'durations of a lease that are no durations are 30 and 90', async (guest) => {
      await guest.register({ leaseInfo: { renewalIntervalInSecs: 0, durationInSecs: -1 } });
      const { renewalIntervalInSecs, durationInSecs } = (await guest.read()).leaseInfo;
      assert.deepEqual([renewalIntervalInSecs, durationInSecs], [30, 90]);
    }),
    reads(
      'decode-metadata-text',
      'numbers, booleans and null in metadata become text',
      { metadata: { number: 1, fraction: 1.5, yes: true, nothing: null } },
      { metadata: { number: '1', fraction: '1.5', yes: 'true', nothing: 'null' } },
    ),
    reads(
      'decode-metadata-class',
      '@class in metadata is a mark of Java’s and no entry',
      { metadata: { '@class': 'java.util.HashMap', zone: 'z1' } },
      { metadata: { zone: 'z1' } },
    ),
    reads('decode-metadata-empty', 'no metadata is listed as Java’s empty map', { metadata: {} }, emptyMap),
    reads('decode-metadata-null', 'metadata null is no metadata', { metadata: null }, emptyMap),
    reads(
      'decode-metadata-any',
      'metadata keeps any text, as key and as value',
      { metadata: { 'a.b-c_d': 'é&<>"\'', ключ: '中文 🚀' } },
      { metadata: { 'a.b-c_d': 'é&<>"\'', ключ: '中文 🚀' } },
    ),
    reads(
      'decode-data-center-class',
      'MyDataCenterInfo, as some clients write it, is read and listed as DefaultDataCenterInfo',
      { dataCenterInfo: { ...myOwn, '@class': 'com.netflix.appinfo.MyDataCenterInfo' } },
      { dataCenterInfo: myOwn },
    ),
    reads(
      'decode-data-center-netflix',
      'the data center may be Netflix',
      { dataCenterInfo: { ...myOwn, name: 'Netflix' } },
      { dataCenterInfo: { ...myOwn, name: 'Netflix' } },
    ),
    reads('decode-sid', 'a sid is kept', { sid: 's1' }, { sid: 's1' }),
    reads('decode-group', 'the group of an application is in capitals', { appGroupName: 'g' }, {
      appGroupName: 'G',
    } as object),
    fields('decode-override-spelling', 'overriddenstatus is read as overriddenStatus', async (guest) => {
      await guest.register({ overriddenStatus: undefined, overriddenstatus: 'OUT_OF_SERVICE' });
      assert.equal((await guest.read()).overriddenStatus, 'OUT_OF_SERVICE');
    }),
    fields('decode-override-last', 'of both spellings the later one counts', async (guest) => {
      const { overriddenStatus, ...others } = guest.instance();
      await guest.send({ overriddenstatus: 'OUT_OF_SERVICE', ...others, overriddenStatus });
      assert.equal((await guest.read()).overriddenStatus, 'UNKNOWN');
    }),

    passesOver(fields, 'decode-unknown-text', 'an unknown field is passed over', 'x'),
    passesOver(betterFields, 'decode-unknown-array', 'an unknown list is passed over', [
      1,
      { hostName: 'evil' },
    ]),
    passesOver(betterFields, 'decode-unknown-object', 'an unknown object is passed over', {
      hostName: 'evil',
    }),
    reads(
      'decode-identifying',
      'an identifyingAttribute of old clients is passed over',
      { identifyingAttribute: 'x' },
      {
        identifyingAttribute: undefined,
      } as object,
    ),
    fields('decode-unknown-lease', 'an unknown field of the lease is passed over', async (guest) => {
      await guest.register({ leaseInfo: { renewalIntervalInSecs: 7, later: 'x', durationInSecs: 21 } });
      const { leaseInfo } = await guest.read();
      assert.deepEqual([leaseInfo['renewalIntervalInSecs'], leaseInfo['durationInSecs']], [7, 21]);
      assert.equal('later' in leaseInfo, false);
    }),

    serializer('encode-types', 'ports and lease are numbers, stamps and flags are text', async (guest) => {
      await guest.register();
      const read = await guest.read();
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
    }),

    serializer(
      'encode-known-fields',
      'no field is added: Spring’s client refuses what it does not know',
      async (guest) => {
        await guest.register({ later: 'x', metadata: {}, leaseInfo: { durationInSecs: 21, later: 'x' } });
        for (const instance of [await guest.read(), await guest.listed(), await guest.listed('apps/delta')]) {
          assert.deepEqual(
            Object.keys(instance).filter((key) => !known.includes(key)),
            [],
          );
          assert.deepEqual(
            Object.keys(instance.leaseInfo).filter((key) => !knownOfLease.includes(key)),
            [],
          );
        }
      },
    ),

    serializer(
      'encode-class-first',
      '@class is the first field of a data center: Java needs it there',
      async (guest) => {
        await guest.register();
        assert.equal(Object.keys((await guest.read()).dataCenterInfo)[0], '@class');
      },
    ),

    serializer('encode-root', 'one instance comes below "instance", and is JSON in UTF-8', async (guest) => {
      await guest.register({ metadata: { name: 'é中' } });
      const reply = await guest.get(guest.at(), json);
      assert.match(reply.text, /^\{\s*"instance"\s*:/);
      assert.ok(reply.text.includes('é中') || reply.text.includes('\\u00e9'));
    }),
  ],
};

const known = [
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
const knownOfLease = [
  ...['renewalIntervalInSecs', 'durationInSecs', 'registrationTimestamp', 'lastRenewalTimestamp'],
  ...['evictionTimestamp', 'serviceUpTimestamp'],
];
