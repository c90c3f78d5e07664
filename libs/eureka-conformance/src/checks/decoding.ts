import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type CheckFactory, type CheckGroup } from '../check.js';
import { myOwn, dirtyTimestamp } from '../java-instance.js';
import { assertAccepted } from '../replies.js';
import type { WireInstance } from '../wire.js';

const fields = checkOf('EurekaJacksonCodec.InstanceInfoDeserializer');
const betterFields = betterThan('EurekaJacksonCodec.InstanceInfoDeserializer');

const emptyMap = { metadata: { '@class': 'java.util.Collections$EmptyMap' } };

/** Checks that a registration with some fields changed is listed with the expected fields. */
export const decodes = (
  id: string,
  requirement: string,
  changes: object,
  listed: Partial<WireInstance>,
  by: CheckFactory = fields,
): Check =>
  by(id, requirement, async (session) => {
    assertAccepted(await session.sendRegistration(session.instance(changes)));
    const read = (await session.read()) as unknown as Record<string, unknown>;
    for (const [key, value] of Object.entries(listed)) assert.deepEqual(read[key], value, key);
  });

/** Checks that an unknown field is ignored, and the fields before and after it are not. */
const ignores = (by: CheckFactory, id: string, requirement: string, later: unknown): Check =>
  by(id, requirement, async (session) => {
    const instance = session.instance();
    for (const sent of [
      { later, ...instance },
      { ...instance, later },
    ]) {
      assertAccepted(await session.sendRegistration(sent));
      const read = await session.read();
      assert.equal('later' in read, false);
      assert.deepEqual([read.hostName, read.vipAddress], ['one.example', session.vip]);
    }
  });

export const decoding: CheckGroup = {
  title: 'decoding a registration',
  checks: [
    fields('decode-minimal', 'a minimal registration is completed with defaults', async (session) => {
      const { instanceId, hostName, ipAddr, app, dataCenterInfo } = session.instance();
      const least = { instanceId, hostName, ipAddr, app, dataCenterInfo };
      assertAccepted(await session.sendRegistration(least));
      const { leaseInfo, lastDirtyTimestamp, lastUpdatedTimestamp, ...read } = await session.read();
      assert.deepEqual(read.port, { $: 7001, '@enabled': 'true' });
      assert.deepEqual(read.securePort, { $: 7002, '@enabled': 'false' });
      assert.deepEqual([read.status, read.overriddenStatus, read.countryId], ['UP', 'UNKNOWN', 1]);
      assert.deepEqual(read.metadata, { '@class': 'java.util.Collections$EmptyMap' });
      assert.deepEqual([leaseInfo['renewalIntervalInSecs'], leaseInfo['durationInSecs']], [30, 90]);
      assert.ok(Number(lastDirtyTimestamp) > 0 && Number(lastDirtyTimestamp) <= Number(lastUpdatedTimestamp));
    }),

    decodes(
      'decode-port-number',
      'a port may be a plain number, as Node clients send it',
      { port: 8081, securePort: 8443 },
      { port: { $: 8081, '@enabled': 'true' }, securePort: { $: 8443, '@enabled': 'false' } },
      betterFields,
    ),
    decodes(
      'decode-no-class',
      'a data center may omit @class, as Node clients do',
      { dataCenterInfo: { name: 'MyOwn' } },
      { dataCenterInfo: myOwn },
      betterFields,
    ),
    fields(
      'decode-spring',
      'Spring’s numbers, booleans and nulls instead of text are accepted',
      async (session) => {
        const spring = {
          sid: 'na',
          appGroupName: null,
          asgName: null,
          secureHealthCheckUrl: null,
          isCoordinatingDiscoveryServer: false,
          lastUpdatedTimestamp: dirtyTimestamp,
          lastDirtyTimestamp: dirtyTimestamp,
          metadata: { '@class': 'java.util.Collections$EmptyMap' },
        };
        assertAccepted(await session.sendRegistration(session.instance(spring)));
        const read = await session.read();
        assert.equal(read.lastDirtyTimestamp, `${dirtyTimestamp}`);
        assert.equal(read.isCoordinatingDiscoveryServer, 'false');
        for (const absent of ['sid', 'appGroupName', 'asgName', 'secureHealthCheckUrl']) {
          assert.equal(absent in read, false, `${absent} is left out`);
        }
      },
    ),

    decodes('decode-status-null', 'a null status is UP', { status: null }, { status: 'UP' }),
    decodes(
      'decode-status-unknown',
      'an unknown status is UNKNOWN',
      { status: 'WEIRD' },
      { status: 'UNKNOWN' },
    ),
    decodes(
      'decode-status-case',
      'a status in lower case is UNKNOWN in JSON',
      { status: 'up' },
      { status: 'UNKNOWN' },
    ),
    decodes(
      'decode-port-text',
      'a port may be text, and its flag a boolean',
      { port: { $: '8080', '@enabled': false }, securePort: { $: '8443', '@enabled': true } },
      { port: { $: 8080, '@enabled': 'false' }, securePort: { $: 8443, '@enabled': 'true' } },
    ),
    fields('decode-lease-zero', 'invalid durations of a lease become 30 and 90', async (session) => {
      await session.register({ leaseInfo: { renewalIntervalInSecs: 0, durationInSecs: -1 } });
      const { renewalIntervalInSecs, durationInSecs } = (await session.read()).leaseInfo;
      assert.deepEqual([renewalIntervalInSecs, durationInSecs], [30, 90]);
    }),
    decodes(
      'decode-metadata-text',
      'numbers, booleans and null in metadata become text',
      { metadata: { number: 1, fraction: 1.5, yes: true, nothing: null } },
      { metadata: { number: '1', fraction: '1.5', yes: 'true', nothing: 'null' } },
    ),
    decodes(
      'decode-metadata-class',
      '@class in metadata is Java’s type marker, not an entry',
      { metadata: { '@class': 'java.util.HashMap', zone: 'z1' } },
      { metadata: { zone: 'z1' } },
    ),
    decodes(
      'decode-metadata-empty',
      'empty metadata is listed as Java’s empty map',
      { metadata: {} },
      emptyMap,
    ),
    decodes('decode-metadata-null', 'null metadata is empty metadata', { metadata: null }, emptyMap),
    decodes(
      'decode-metadata-any',
      'metadata preserves any text, as key and as value',
      { metadata: { 'a.b-c_d': 'é&<>"\'', ключ: '中文 🚀' } },
      { metadata: { 'a.b-c_d': 'é&<>"\'', ключ: '中文 🚀' } },
    ),
    decodes(
      'decode-data-center-class',
      'MyDataCenterInfo, as some clients write it, is accepted and listed as DefaultDataCenterInfo',
      { dataCenterInfo: { ...myOwn, '@class': 'com.netflix.appinfo.MyDataCenterInfo' } },
      { dataCenterInfo: myOwn },
    ),
    decodes(
      'decode-data-center-netflix',
      'the data center may be Netflix',
      { dataCenterInfo: { ...myOwn, name: 'Netflix' } },
      { dataCenterInfo: { ...myOwn, name: 'Netflix' } },
    ),
    decodes('decode-sid', 'a sid is stored', { sid: 's1' }, { sid: 's1' }),
    decodes('decode-group', 'the group of an application is converted to upper case', { appGroupName: 'g' }, {
      appGroupName: 'G',
    } as object),
    fields(
      'decode-override-spelling',
      'overriddenstatus is accepted for overriddenStatus',
      async (session) => {
        await session.register({ overriddenStatus: undefined, overriddenstatus: 'OUT_OF_SERVICE' });
        assert.equal((await session.read()).overriddenStatus, 'OUT_OF_SERVICE');
      },
    ),
    fields('decode-override-last', 'if both spellings are present, the later one wins', async (session) => {
      const { overriddenStatus, ...others } = session.instance();
      await session.sendRegistration({ overriddenstatus: 'OUT_OF_SERVICE', ...others, overriddenStatus });
      assert.equal((await session.read()).overriddenStatus, 'UNKNOWN');
    }),

    ignores(fields, 'decode-unknown-text', 'an unknown field is ignored', 'x'),
    ignores(betterFields, 'decode-unknown-array', 'an unknown list is ignored', [1, { hostName: 'evil' }]),
    ignores(betterFields, 'decode-unknown-object', 'an unknown object is ignored', {
      hostName: 'evil',
    }),
    decodes(
      'decode-identifying',
      'the identifyingAttribute of old clients is ignored',
      { identifyingAttribute: 'x' },
      {
        identifyingAttribute: undefined,
      } as object,
    ),
    fields('decode-unknown-lease', 'an unknown field of the lease is ignored', async (session) => {
      await session.register({ leaseInfo: { renewalIntervalInSecs: 7, later: 'x', durationInSecs: 21 } });
      const { leaseInfo } = await session.read();
      assert.deepEqual([leaseInfo['renewalIntervalInSecs'], leaseInfo['durationInSecs']], [7, 21]);
      assert.equal('later' in leaseInfo, false);
    }),
  ],
};
