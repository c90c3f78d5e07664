import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Group } from '../check.js';
import { fromPeer, json, type TestSession } from '../test-session.js';
import { amazon, stamp } from '../java-instance.js';
import { assertTaken } from '../replies.js';

const addInstance = checkOf('ApplicationResource.addInstance');
const betterAddInstance = betterThan('ApplicationResource.addInstance');
const coordinating = checkOf('InstanceInfo.setIsCoordinatingDiscoveryServer');
const register = checkOf('AbstractInstanceRegistry.register');

export const registering: Group = {
  about: 'registering',
  checks: [
    addInstance(
      'register-204',
      'a registration is answered 204 and empty: Java takes anything else for a failure',
      async (guest) => {
        const reply = await guest.send(guest.instance());
        assert.equal(reply.status, 204);
        assert.equal(reply.text, '');
      },
    ),

    register(
      'register-read-back',
      'what an instance says of itself is listed as it said it',
      async (guest) => {
        await guest.register();
        const sent = guest.instance();
        const read: object = await guest.read();
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
      'the server writes the lease, with the durations of the client',
      async (guest) => {
        await guest.register({
          leaseInfo: { renewalIntervalInSecs: 7, durationInSecs: 21, evictionTimestamp: 5 },
        });
        const { leaseInfo } = await guest.read();
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
      'an instance that was never UP has no time of being up',
      async (guest) => {
        await guest.register({ status: 'STARTING' });
        assert.equal((await guest.read()).leaseInfo['serviceUpTimestamp'], 0);
      },
    ),

    register(
      'register-added',
      'a registration is an ADDED, now, whatever the client wrote there',
      async (guest) => {
        await guest.register({
          actionType: 'DELETED',
          lastUpdatedTimestamp: '1',
        });
        const { actionType, lastUpdatedTimestamp, leaseInfo } = await guest.read();
        assert.equal(actionType, 'ADDED');
        assert.ok(Number(lastUpdatedTimestamp) >= (leaseInfo['registrationTimestamp'] ?? Infinity));
      },
    ),

    coordinating(
      'register-coordinating',
      'only the server itself is the coordinating one, whatever a client says of itself',
      async (guest) => {
        await guest.register({ isCoordinatingDiscoveryServer: 'true' });
        assert.equal((await guest.read()).isCoordinatingDiscoveryServer, 'false');
        assert.equal((await guest.listed()).isCoordinatingDiscoveryServer, 'false');
      },
    ),

    register(
      'register-upper-case',
      'names of applications are in capitals, however they are written',
      async (guest) => {
        const path = `apps/${guest.app.toLowerCase()}`;
        assertTaken(await guest.send(guest.instance({ app: guest.app.toLowerCase() }), json, path));
        assert.equal((await guest.read()).app, guest.app);
        assert.equal((await guest.get(`${path}/${guest.id}`)).status, 200);
      },
    ),

    register(
      'register-keeps-vip',
      'a vip is kept to the letter, also one that equals the application',
      async (guest) => {
        assertTaken(await guest.send(guest.instance({ app: guest.app.toLowerCase() })));
        assert.equal((await guest.read()).vipAddress, guest.vip);
      },
    ),

    addInstance(
      'register-without-id',
      'an instance without an id is known by its host name',
      async (guest) => {
        for (const instanceId of [undefined, null]) {
          await guest.register({ instanceId });
          const instance = await guest.read('one.example');
          assert.equal('instanceId' in instance, false);
          assert.equal((await guest.put(guest.at('one.example'))).status, 200);
        }
      },
    ),

    addInstance(
      'register-blank-id',
      'an instance with an empty id is known by its host name',
      async (guest) => {
        await guest.register({ instanceId: '' });
        assert.equal((await guest.read('one.example')).hostName, 'one.example');
      },
    ),

    register('register-same-stamp', 'with an equal stamp the later registration wins', async (guest) => {
      await guest.register();
      await guest.register({ ipAddr: '10.0.0.2' });
      assert.equal((await guest.read()).ipAddr, '10.0.0.2');
    }),

    register('register-newer', 'a registration with a newer stamp wins', async (guest) => {
      await guest.register();
      await guest.register({ ipAddr: '10.0.0.2', lastDirtyTimestamp: `${stamp + 1}` });
      const { ipAddr, lastDirtyTimestamp } = await guest.read();
      assert.deepEqual([ipAddr, lastDirtyTimestamp], ['10.0.0.2', `${stamp + 1}`]);
    }),

    register('register-older', 'a registration with an older stamp is taken, and dropped', async (guest) => {
      await guest.register();
      const older = guest.instance({ ipAddr: '10.0.0.2', lastDirtyTimestamp: `${stamp - 1}` });
      assertTaken(await guest.send(older));
      const { ipAddr, lastDirtyTimestamp } = await guest.read();
      assert.deepEqual([ipAddr, lastDirtyTimestamp], ['10.0.0.1', `${stamp}`]);
    }),

    register(
      'register-again-lease',
      'who registers again gets a new lease, but has been up as before',
      async (guest) => {
        await guest.register();
        const { leaseInfo: first } = await guest.read();
        await guest.heartbeat();
        await guest.register();
        const { leaseInfo: second } = await guest.read();
        assert.equal(second['lastRenewalTimestamp'], second['registrationTimestamp']);
        assert.equal(second['serviceUpTimestamp'], first['serviceUpTimestamp']);
      },
    ),

    register(
      'register-override',
      'an override that comes with the first registration is taken over',
      async (guest) => {
        await guest.register({ overriddenStatus: 'OUT_OF_SERVICE' });
        const { status, overriddenStatus } = await guest.read();
        assert.deepEqual([status, overriddenStatus], ['OUT_OF_SERVICE', 'OUT_OF_SERVICE']);
      },
    ),

    register(
      'register-override-known',
      'an override that is known is not replaced by a registration’s',
      async (guest) => {
        await guest.register({ overriddenStatus: 'OUT_OF_SERVICE' });
        await guest.register({ overriddenStatus: 'DOWN' });
        const { status, overriddenStatus } = await guest.read();
        assert.deepEqual([status, overriddenStatus], ['OUT_OF_SERVICE', 'OUT_OF_SERVICE']);
      },
    ),

    addInstance(
      'register-amazon-id',
      'an Amazon data center without an id is given that of the instance',
      async (guest) => {
        await guest.register({ dataCenterInfo: amazon({ 'ami-id': 'ami-1' }) });
        const { dataCenterInfo } = await guest.read();
        assert.equal(dataCenterInfo['@class'], 'com.netflix.appinfo.AmazonInfo');
        assert.deepEqual(dataCenterInfo.metadata, { 'ami-id': 'ami-1', 'instance-id': guest.id });
      },
    ),

    addInstance('register-amazon', 'the metadata of an Amazon data center is kept', async (guest) => {
      const metadata = { 'instance-id': 'i-1', 'availability-zone': 'us-east-1c', 'local-ipv4': '10.0.0.1' };
      await guest.register({ dataCenterInfo: amazon(metadata) });
      assert.deepEqual((await guest.read()).dataCenterInfo, amazon(metadata));
    }),

    addInstance('register-slash', 'the path may end with a slash', async (guest) => {
      await acceptedAt(guest, `apps/${guest.app}/`);
    }),

    addInstance('register-chunked', 'a body may come in chunks, without its length', async (guest) => {
      await acceptedAt(guest, `apps/${guest.app}`, { 'transfer-encoding': 'chunked' });
    }),

    addInstance('register-from-peer', 'a peer registers at the same path', async (guest) => {
      await acceptedAt(guest, `apps/${guest.app}`, fromPeer);
    }),

    addInstance('register-app-space', 'an application may have a space in its name', async (guest) => {
      const app = `${guest.app} X`;
      await guest.registerIn(app);
      assert.equal((await guest.get(`apps/${encodeURIComponent(app)}`)).status, 200);
    }),

    addInstance(
      'register-odd-id',
      'an id may hold any character that a path can carry encoded',
      async (guest) => {
        await canLive(guest, 'a b?c#d&e=f%g+h:é', (id) => encodeURIComponent(id));
      },
    ),

    betterAddInstance('register-slash-id', 'an id may hold a slash', async (guest) => {
      await canLive(guest, 'a/b', (id) => encodeURIComponent(id));
    }),

    addInstance(
      'register-long-id',
      'an id may be as long as a host name with all that Spring adds',
      async (guest) => {
        await canLive(guest, `${'long.'.repeat(60)}example:service:8081`, (id) => id);
      },
    ),
  ],
};

async function acceptedAt(
  guest: TestSession,
  path: string,
  headers: Record<string, string> = {},
): Promise<void> {
  assertTaken(await guest.send(guest.instance(), headers, path));
  assert.equal((await guest.read()).instanceId, guest.id);
}

/** It is registered, read, renewed and taken out under this id. */
async function canLive(
  guest: TestSession,
  instanceId: string,
  inPath: (id: string) => string,
): Promise<void> {
  await guest.register({ instanceId });
  const path = `apps/${guest.app}/${inPath(instanceId)}`;
  assert.equal((await guest.get(path)).status, 200);
  assert.equal((await guest.put(path)).status, 200);
  assert.equal((await guest.delete(path)).status, 200);
  assert.equal((await guest.get(path)).status, 404);
}
