import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Check, type CheckGroup } from '../check.js';
import { acceptCompact, acceptJson, type TestSession } from '../test-session.js';
import { parseJson } from '../replies.js';
import { expectedHashCode, listedStatuses, type WireApplication, type WireInstance } from '../wire.js';

const getContainers = checkOf('ApplicationsResource.getContainers');
const getApplication = checkOf('ApplicationResource.getApplication');
const getInstanceInfo = checkOf('InstanceResource.getInstanceInfo');
const getById = checkOf('InstancesResource.getById');
const applicationsSerializer = checkOf('EurekaJacksonCodec.ApplicationsSerializer');
const reconcileHashCode = checkOf('Applications.getReconcileHashCode');

export const reading: CheckGroup = {
  title: 'reading',
  checks: [
    getContainers(
      'apps',
      'all applications are below "applications", with version and hash code as text',
      async (session) => {
        await session.register();
        const { versions__delta, apps__hashcode } = await session.applications();
        assert.equal(versions__delta, '1');
        assert.equal(typeof apps__hashcode, 'string');
        assert.equal((await session.ownInstance()).hostName, 'one.example');
      },
    ),
    applicationsSerializer(
      'apps-arrays',
      'a list of one is a list: Spring’s client accepts nothing else',
      async (session) => {
        await session.register();
        const vip = parseJson<{ applications: { application: WireApplication[] } }>(
          await session.get(`vips/${session.vip}`),
        );
        assert.ok(Array.isArray(vip.applications.application), 'application is a list');
        assert.ok(Array.isArray(vip.applications.application[0]?.instance), 'instance is a list');
        const app = parseJson<{ application: WireApplication }>(await session.get(`apps/${session.app}`));
        assert.ok(Array.isArray(app.application.instance), 'instance is a list');
      },
    ),
    applicationsSerializer('apps-empty-array', 'an empty list is a list', async (session) => {
      const vip = parseJson<{ applications: object }>(await session.get(`vips/${session.vip}`));
      assert.deepEqual((vip.applications as { application: unknown }).application, []);
    }),
    reconcileHashCode(
      'apps-hash',
      'the hash code counts the statuses of the listed instances',
      async (session) => {
        await session.register();
        const applications = await session.applications();
        assert.equal(applications.apps__hashcode, expectedHashCode(listedStatuses(applications)));
      },
    ),
    reconcileHashCode(
      'apps-hash-order',
      'the hash code lists statuses in alphabetical order',
      async (session) => {
        const statuses = ['UP', 'DOWN', 'OUT_OF_SERVICE', 'STARTING', 'WEIRD', 'UP'];
        for (const [index, status] of statuses.entries())
          await session.register({ instanceId: `id-${index}`, status });
        const { apps__hashcode } = await session.applications(`vips/${session.vip}`);
        assert.equal(apps__hashcode, 'DOWN_1_OUT_OF_SERVICE_1_STARTING_1_UNKNOWN_1_UP_2_');
      },
    ),
    getContainers('apps-slash', 'Java’s clients request `apps/`', async (session) => {
      await session.register();
      assert.equal((await session.ownInstance('apps/')).app, session.app);
    }),
    getContainers('apps-spring', 'Spring’s client sends a JSON type without a body', async (session) => {
      await session.register();
      const headers = {
        ...acceptJson,
        'content-type': 'application/json',
        'accept-encoding': 'gzip, x-gzip, deflate',
      };
      assert.equal((await session.ownInstance('apps/', headers)).app, session.app);
    }),
    getContainers('apps-regions', 'unknown regions add nothing', async (session) => {
      await session.register();
      for (const query of ['?regions=', '?regions=mars', '?regions=mars,venus']) {
        assert.equal((await session.ownInstance(`apps${query}`)).app, session.app, query);
      }
    }),

    getApplication('app', 'an application has its name and its instances', async (session) => {
      await session.register();
      await session.register({ instanceId: 'two' });
      const { name, instance } = await applicationOf(session, session.app);
      assert.equal(name, session.app);
      assert.deepEqual(
        instance.map(({ instanceId }) => instanceId).toSorted(),
        [session.id, 'two'].toSorted(),
      );
    }),
    getApplication('app-case', 'its name may be in lower case', async (session) => {
      await session.register();
      assert.equal((await applicationOf(session, session.app.toLowerCase())).name, session.app);
    }),
    getApplication('app-unknown', 'an unknown application is answered with 404', async (session) => {
      assert.equal((await session.get(`apps/${session.app}`)).status, 404);
    }),
    getApplication(
      'app-fresh',
      'it is available at once, even if it was requested before',
      async (session) => {
        await session.get(`apps/${session.app}`);
        await session.register();
        assert.equal((await session.get(`apps/${session.app}`)).status, 200);
      },
    ),
    getApplication('app-delta', 'DELTA in upper case is the name of an application', async (session) => {
      assert.equal((await session.get('apps/DELTA')).status, 404);
    }),

    getInstanceInfo(
      'instance-unknown',
      'an unknown id is answered with 404, even in a known application',
      async (session) => {
        await session.register();
        for (const path of [session.path('two'), `apps/${session.app}-OTHER/${session.id}`]) {
          assert.equal((await session.get(path)).status, 404, path);
        }
      },
    ),
    sameAt(
      'instance-slash',
      'a trailing slash is allowed',
      (session) => `apps/${session.app}/${session.id}/`,
    ),
    sameAt(
      'instance-encoded',
      'its id may be encoded',
      (session) => `apps/${session.app}/${encodeURIComponent(session.id)}`,
    ),
    sameAt(
      'instance-case',
      'its application may be in lower case',
      (session) => `apps/${session.vip}/${session.id}`,
    ),
    getInstanceInfo('instance-compact', 'a single instance is always full', async (session) => {
      await session.register();
      for (const path of [session.path(), `instances/${session.id}`]) {
        const { instance } = parseJson<{ instance: WireInstance }>(
          await session.get(path, { ...acceptJson, ...acceptCompact }),
        );
        assert.deepEqual(instance.metadata, { zone: 'z1', 'management.port': '8081' });
      }
    }),
    getInstanceInfo('instance-fresh', 'it shows its current lease', async (session) => {
      await session.register();
      const before = await session.read();
      await session.heartbeat();
      const after = await session.read();
      assert.notEqual(after.leaseInfo['lastRenewalTimestamp'], before.leaseInfo['lastRenewalTimestamp']);
    }),

    getById('instances', 'an instance is found by its id alone', async (session) => {
      await session.register();
      const { instance } = parseJson<{ instance: WireInstance }>(
        await session.get(`instances/${session.id}`),
      );
      assert.deepEqual(instance, await session.read());
    }),
    getById('instances-unknown', 'an unknown id is answered with 404', async (session) => {
      assert.equal((await session.get(`instances/${session.id}`)).status, 404);
    }),
    betterThan('InstancesResource.getById')(
      'instances-none',
      'a missing id is answered with 404',
      async (session) => {
        for (const path of ['instances', 'instances/']) assert.equal((await session.get(path)).status, 404);
      },
    ),
  ],
};

function sameAt(id: string, requirement: string, path: (session: TestSession) => string): Check {
  return getInstanceInfo(id, requirement, async (session) => {
    await session.register();
    const { instance } = parseJson<{ instance: WireInstance }>(await session.get(path(session)));
    assert.deepEqual(instance, await session.read());
  });
}

const applicationOf = async (session: TestSession, name: string): Promise<WireApplication> =>
  parseJson<{ application: WireApplication }>(await session.get(`apps/${name}`)).application;
