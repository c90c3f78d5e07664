import { strict as assert } from 'node:assert';
import { checkOf, type CheckGroup } from '../check.js';
import { acceptJson } from '../test-session.js';
import { amazon, dirtyTimestamp } from '../java-instance.js';
import { assertAccepted } from '../replies.js';

const addInstance = checkOf('ApplicationResource.addInstance');
const coordinating = checkOf('InstanceInfo.setIsCoordinatingDiscoveryServer');
const register = checkOf('AbstractInstanceRegistry.register');

export const registering: CheckGroup = {
  title: 'registering',
  checks: [
    addInstance(
      'register-204',
      'a registration is answered with an empty 204: Java treats anything else as a failure',
      async (session) => {
        const reply = await session.sendRegistration(session.instance());
        assert.equal(reply.status, 204);
        assert.equal(reply.text, '');
      },
    ),

    register(
      'register-read-back',
      'the fields of an instance are listed as they were sent',
      async (session) => {
        await session.register();
        const sent = session.instance();
        const read: object = await session.read();
        const itsOwn = Object.keys(sent).filter(
          (key) => !['leaseInfo', 'lastUpdatedTimestamp'].includes(key),
        );
        for (const key of itsOwn) {
          assert.deepEqual((read as Record<string, unknown>)[key], sent[key], `${key} is as it was sent`);
        }
      },
    ),

    register(
      'register-lease',
      'the server sets the timestamps of the lease and keeps the client’s durations',
      async (session) => {
        await session.register({
          leaseInfo: { renewalIntervalInSecs: 7, durationInSecs: 21, evictionTimestamp: 5 },
        });
        const { leaseInfo } = await session.read();
        const {
          registrationTimestamp = 0,
          lastRenewalTimestamp,
          serviceUpTimestamp = 0,
          ...rest
        } = leaseInfo;
        assert.deepEqual(rest, { renewalIntervalInSecs: 7, durationInSecs: 21, evictionTimestamp: 0 });
        assert.ok(registrationTimestamp > 0);
        assert.equal(lastRenewalTimestamp, registrationTimestamp);
        assert.ok(serviceUpTimestamp >= registrationTimestamp);
      },
    ),

    register(
      'register-service-up',
      'an instance that was never UP has no service-up time',
      async (session) => {
        await session.register({ status: 'STARTING' });
        assert.equal((await session.read()).leaseInfo['serviceUpTimestamp'], 0);
      },
    ),

    register(
      'register-added',
      'a registration is an ADDED with the current time, regardless of what the client sent',
      async (session) => {
        await session.register({
          actionType: 'DELETED',
          lastUpdatedTimestamp: '1',
        });
        const { actionType, lastUpdatedTimestamp, leaseInfo } = await session.read();
        assert.equal(actionType, 'ADDED');
        assert.ok(Number(lastUpdatedTimestamp) >= (leaseInfo['registrationTimestamp'] ?? Infinity));
      },
    ),

    coordinating(
      'register-coordinating',
      'only the server itself is the coordinating one, regardless of what a client sends',
      async (session) => {
        await session.register({ isCoordinatingDiscoveryServer: 'true' });
        assert.equal((await session.read()).isCoordinatingDiscoveryServer, 'false');
        assert.equal((await session.ownInstance()).isCoordinatingDiscoveryServer, 'false');
      },
    ),

    register('register-upper-case', 'names of applications are converted to upper case', async (session) => {
      const path = `apps/${session.app.toLowerCase()}`;
      assertAccepted(
        await session.sendRegistration(
          session.instance({ app: session.app.toLowerCase() }),
          acceptJson,
          path,
        ),
      );
      assert.equal((await session.read()).app, session.app);
      assert.equal((await session.get(`${path}/${session.id}`)).status, 200);
    }),

    register(
      'register-keeps-vip',
      'the case of a vip is preserved, even if it equals the application',
      async (session) => {
        assertAccepted(await session.sendRegistration(session.instance({ app: session.app.toLowerCase() })));
        assert.equal((await session.read()).vipAddress, session.vip);
      },
    ),

    addInstance(
      'register-without-id',
      'an instance without an id is identified by its host name',
      async (session) => {
        for (const instanceId of [undefined, null]) {
          await session.register({ instanceId });
          const instance = await session.read('one.example');
          assert.equal('instanceId' in instance, false);
          assert.equal((await session.put(session.path('one.example'))).status, 200);
        }
      },
    ),

    addInstance(
      'register-blank-id',
      'an instance with an empty id is identified by its host name',
      async (session) => {
        await session.register({ instanceId: '' });
        assert.equal((await session.read('one.example')).hostName, 'one.example');
      },
    ),

    register(
      'register-same-stamp',
      'with an equal timestamp the later registration wins',
      async (session) => {
        await session.register();
        await session.register({ ipAddr: '10.0.0.2' });
        assert.equal((await session.read()).ipAddr, '10.0.0.2');
      },
    ),

    register('register-newer', 'a registration with a newer timestamp wins', async (session) => {
      await session.register();
      await session.register({ ipAddr: '10.0.0.2', lastDirtyTimestamp: `${dirtyTimestamp + 1}` });
      const { ipAddr, lastDirtyTimestamp } = await session.read();
      assert.deepEqual([ipAddr, lastDirtyTimestamp], ['10.0.0.2', `${dirtyTimestamp + 1}`]);
    }),

    register(
      'register-older',
      'a registration with an older timestamp is accepted but ignored',
      async (session) => {
        await session.register();
        const older = session.instance({ ipAddr: '10.0.0.2', lastDirtyTimestamp: `${dirtyTimestamp - 1}` });
        assertAccepted(await session.sendRegistration(older));
        const { ipAddr, lastDirtyTimestamp } = await session.read();
        assert.deepEqual([ipAddr, lastDirtyTimestamp], ['10.0.0.1', `${dirtyTimestamp}`]);
      },
    ),

    register(
      'register-again-lease',
      'a second registration creates a new lease and preserves the service-up time',
      async (session) => {
        await session.register();
        const { leaseInfo: first } = await session.read();
        await session.heartbeat();
        await session.register();
        const { leaseInfo: second } = await session.read();
        assert.equal(second['lastRenewalTimestamp'], second['registrationTimestamp']);
        assert.equal(second['serviceUpTimestamp'], first['serviceUpTimestamp']);
      },
    ),

    register('register-override', 'the override of the first registration is stored', async (session) => {
      await session.register({ overriddenStatus: 'OUT_OF_SERVICE' });
      const { status, overriddenStatus } = await session.read();
      assert.deepEqual([status, overriddenStatus], ['OUT_OF_SERVICE', 'OUT_OF_SERVICE']);
    }),

    register(
      'register-override-known',
      'a stored override is not replaced by that of a registration',
      async (session) => {
        await session.register({ overriddenStatus: 'OUT_OF_SERVICE' });
        await session.register({ overriddenStatus: 'DOWN' });
        const { status, overriddenStatus } = await session.read();
        assert.deepEqual([status, overriddenStatus], ['OUT_OF_SERVICE', 'OUT_OF_SERVICE']);
      },
    ),

    addInstance(
      'register-amazon-id',
      'an Amazon data center without an id gets that of the instance',
      async (session) => {
        await session.register({ dataCenterInfo: amazon({ 'ami-id': 'ami-1' }) });
        const { dataCenterInfo } = await session.read();
        assert.equal(dataCenterInfo['@class'], 'com.netflix.appinfo.AmazonInfo');
        assert.deepEqual(dataCenterInfo.metadata, { 'ami-id': 'ami-1', 'instance-id': session.id });
      },
    ),

    addInstance('register-amazon', 'the metadata of an Amazon data center is stored', async (session) => {
      const metadata = { 'instance-id': 'i-1', 'availability-zone': 'us-east-1c', 'local-ipv4': '10.0.0.1' };
      await session.register({ dataCenterInfo: amazon(metadata) });
      assert.deepEqual((await session.read()).dataCenterInfo, amazon(metadata));
    }),
  ],
};
