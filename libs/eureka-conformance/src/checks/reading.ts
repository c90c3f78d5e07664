import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type Group } from '../check.js';
import { compact, json, type TestSession } from '../test-session.js';
import { documentOf } from '../replies.js';
import { hashCodeOf, statusesOf, type WireApplication, type WireInstance } from '../wire.js';

const getContainers = checkOf('ApplicationsResource.getContainers');
const getApplication = checkOf('ApplicationResource.getApplication');
const getInstanceInfo = checkOf('InstanceResource.getInstanceInfo');
const getById = checkOf('InstancesResource.getById');
const applicationsSerializer = checkOf('EurekaJacksonCodec.ApplicationsSerializer');
const reconcileHashCode = checkOf('Applications.getReconcileHashCode');

export const reading: Group = {
  about: 'reading',
  checks: [
    getContainers(
      'apps',
      'all applications come below "applications", with version and hash code as text',
      async (guest) => {
        await guest.register();
        const { versions__delta, apps__hashcode } = await guest.applications();
        assert.equal(versions__delta, '1');
        assert.equal(typeof apps__hashcode, 'string');
        assert.equal((await guest.listed()).hostName, 'one.example');
      },
    ),
    applicationsSerializer(
      'apps-arrays',
      'a list of one is a list: Spring’s client reads nothing else',
      async (guest) => {
        await guest.register();
        const vip = documentOf<{ applications: { application: WireApplication[] } }>(
          await guest.get(`vips/${guest.vip}`),
        );
        assert.ok(Array.isArray(vip.applications.application), 'application is a list');
        assert.ok(Array.isArray(vip.applications.application[0]?.instance), 'instance is a list');
        const app = documentOf<{ application: WireApplication }>(await guest.get(`apps/${guest.app}`));
        assert.ok(Array.isArray(app.application.instance), 'instance is a list');
      },
    ),
    applicationsSerializer('apps-empty-array', 'a list of none is a list', async (guest) => {
      const vip = documentOf<{ applications: object }>(await guest.get(`vips/${guest.vip}`));
      assert.deepEqual((vip.applications as { application: unknown }).application, []);
    }),
    reconcileHashCode('apps-hash', 'the hash code counts the statuses of what is listed', async (guest) => {
      await guest.register();
      const applications = await guest.applications();
      assert.equal(applications.apps__hashcode, hashCodeOf(statusesOf(applications)));
    }),
    reconcileHashCode(
      'apps-hash-order',
      'it names the statuses in the order of the alphabet',
      async (guest) => {
        const statuses = ['UP', 'DOWN', 'OUT_OF_SERVICE', 'STARTING', 'WEIRD', 'UP'];
        for (const [index, status] of statuses.entries())
          await guest.register({ instanceId: `id-${index}`, status });
        const { apps__hashcode } = await guest.applications(`vips/${guest.vip}`);
        assert.equal(apps__hashcode, 'DOWN_1_OUT_OF_SERVICE_1_STARTING_1_UNKNOWN_1_UP_2_');
      },
    ),
    getContainers('apps-slash', 'Java’s clients ask for `apps/`', async (guest) => {
      await guest.register();
      assert.equal((await guest.listed('apps/')).app, guest.app);
    }),
    getContainers(
      'apps-spring',
      'Spring’s client asks with a JSON type and without a body',
      async (guest) => {
        await guest.register();
        const headers = {
          ...json,
          'content-type': 'application/json',
          'accept-encoding': 'gzip, x-gzip, deflate',
        };
        assert.equal((await guest.listed('apps/', headers)).app, guest.app);
      },
    ),
    getContainers('apps-regions', 'regions that are not there add nothing', async (guest) => {
      await guest.register();
      for (const query of ['?regions=', '?regions=mars', '?regions=mars,venus']) {
        assert.equal((await guest.listed(`apps${query}`)).app, guest.app, query);
      }
    }),

    getApplication('app', 'an application comes with its name and instances', async (guest) => {
      await guest.register();
      await guest.register({ instanceId: 'two' });
      const { name, instance } = await applicationOf(guest, guest.app);
      assert.equal(name, guest.app);
      assert.deepEqual(instance.map(({ instanceId }) => instanceId).toSorted(), [guest.id, 'two'].toSorted());
    }),
    getApplication('app-case', 'its name may be asked for in lower case', async (guest) => {
      await guest.register();
      assert.equal((await applicationOf(guest, guest.app.toLowerCase())).name, guest.app);
    }),
    getApplication('app-unknown', 'an unknown application is answered 404', async (guest) => {
      assert.equal((await guest.get(`apps/${guest.app}`)).status, 404);
    }),
    getApplication('app-fresh', 'it is there at once, also if it was asked for before', async (guest) => {
      await guest.get(`apps/${guest.app}`);
      await guest.register();
      assert.equal((await guest.get(`apps/${guest.app}`)).status, 200);
    }),
    getApplication('app-delta', 'DELTA in capitals is a name like any other', async (guest) => {
      assert.equal((await guest.get('apps/DELTA')).status, 404);
    }),

    getInstanceInfo(
      'instance-unknown',
      'an unknown id is answered 404, also below a known application',
      async (guest) => {
        await guest.register();
        for (const path of [guest.at('two'), `apps/${guest.app}-OTHER/${guest.id}`]) {
          assert.equal((await guest.get(path)).status, 404, path);
        }
      },
    ),
    sameAt('instance-slash', 'a slash may follow', (guest) => `apps/${guest.app}/${guest.id}/`),
    sameAt(
      'instance-encoded',
      'its id may be encoded',
      (guest) => `apps/${guest.app}/${encodeURIComponent(guest.id)}`,
    ),
    sameAt(
      'instance-case',
      'its application may be in lower case',
      (guest) => `apps/${guest.vip}/${guest.id}`,
    ),
    getInstanceInfo('instance-compact', 'one instance is always whole', async (guest) => {
      await guest.register();
      for (const path of [guest.at(), `instances/${guest.id}`]) {
        const { instance } = documentOf<{ instance: WireInstance }>(
          await guest.get(path, { ...json, ...compact }),
        );
        assert.deepEqual(instance.metadata, { zone: 'z1', 'management.port': '8081' });
      }
    }),
    getInstanceInfo('instance-fresh', 'it shows its lease as it is now', async (guest) => {
      await guest.register();
      const before = await guest.read();
      await guest.heartbeat();
      const after = await guest.read();
      assert.notEqual(after.leaseInfo['lastRenewalTimestamp'], before.leaseInfo['lastRenewalTimestamp']);
    }),

    getById('instances', 'an instance is found by its id alone', async (guest) => {
      await guest.register();
      const { instance } = documentOf<{ instance: WireInstance }>(await guest.get(`instances/${guest.id}`));
      assert.deepEqual(instance, await guest.read());
    }),
    getById('instances-unknown', 'an unknown id is answered 404', async (guest) => {
      assert.equal((await guest.get(`instances/${guest.id}`)).status, 404);
    }),
    betterThan('InstancesResource.getById')(
      'instances-none',
      'without an id there is nothing: 404',
      async (guest) => {
        for (const path of ['instances', 'instances/']) assert.equal((await guest.get(path)).status, 404);
      },
    ),
  ],
};

function sameAt(id: string, says: string, path: (guest: TestSession) => string): Check {
  return getInstanceInfo(id, says, async (guest) => {
    await guest.register();
    const { instance } = documentOf<{ instance: WireInstance }>(await guest.get(path(guest)));
    assert.deepEqual(instance, await guest.read());
  });
}

const applicationOf = async (guest: TestSession, name: string): Promise<WireApplication> =>
  documentOf<{ application: WireApplication }>(await guest.get(`apps/${name}`)).application;
