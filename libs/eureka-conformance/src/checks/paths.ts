import { strict as assert } from 'node:assert';
import { checkOf, type Check, type CheckGroup } from '../check.js';
import type { TestSession } from '../test-session.js';
import { dirtyTimestamp } from '../java-instance.js';
import { assertAccepted } from '../replies.js';
import { child } from '../xml-tree.js';

const routing = checkOf('ApplicationsResource (@Path)');
const version = checkOf('Version.toEnum');
const instanceConverter = checkOf('Converters.InstanceInfoConverter.marshal');

const found = (id: string, requirement: string, paths: (session: TestSession) => readonly string[]): Check =>
  routing(id, requirement, async (session) => {
    await session.register();
    for (const path of paths(session)) assert.equal((await session.get(path)).status, 200, path);
  });

const notFound = (
  id: string,
  requirement: string,
  paths: (session: TestSession) => readonly string[],
): Check =>
  routing(id, requirement, async (session) => {
    await session.register();
    for (const path of paths(session)) assert.equal((await session.get(path)).status, 404, path);
  });

export const paths: CheckGroup = {
  title: 'paths',
  checks: [
    found('path-v2', 'all documents are available below `v2` too', ({ app, id, vip }) =>
      [
        'apps',
        'apps/',
        'apps/delta',
        `apps/${app}`,
        `apps/${app}/${id}`,
        `instances/${id}`,
        `vips/${vip}`,
      ].map((path) => `v2/${path}`),
    ),
    version('path-v2-life', 'an instance can register, renew and cancel below `v2`', async (session) => {
      const body = JSON.stringify({ instance: session.instance() });
      const at = `v2/${session.path()}`;
      const headers = { 'content-type': 'application/json' };
      assertAccepted(await session.postRegistration(body, headers, `v2/apps/${session.app}`));
      assert.equal((await session.put(`${at}?status=UP&lastDirtyTimestamp=${dirtyTimestamp}`)).status, 200);
      assert.equal((await session.put(`${at}/status?value=OUT_OF_SERVICE`)).status, 200);
      assert.equal((await session.put(`${at}/metadata?a=b`)).status, 200);
      assert.equal((await session.delete(`${at}/status`)).status, 200);
      assert.equal((await session.delete(at)).status, 200);
    }),
    instanceConverter(
      'path-v1',
      'XML below `v1` has three statuses: all others are DOWN',
      async (session) => {
        await session.register({ overriddenStatus: 'OUT_OF_SERVICE' });
        const instance = child(await session.ownApplicationXml('v1/apps'), 'instance');
        assert.deepEqual(
          [child(instance, 'status').text, child(instance, 'overriddenstatus').text],
          ['DOWN', 'OUT_OF_SERVICE'],
        );
      },
    ),
    found('path-slash', 'a trailing slash is allowed', ({ app, id, vip }) =>
      ['apps', 'apps/delta', `apps/${app}`, `apps/${app}/${id}`, `vips/${vip}`].map((path) => `${path}/`),
    ),
    found('path-encoded', 'encoded characters are decoded', ({ app }) => [`apps/${app.replace('K', '%4B')}`]),
    found('path-parameters', 'parameters after a semicolon are ignored', () => ['apps;a=b']),
    notFound('path-empty', 'an empty segment is not skipped', ({ app }) => [
      '/apps',
      'apps//',
      `/apps//${app}`,
    ]),
    notFound('path-case', 'names of resources are case-sensitive', () => ['Apps', 'APPS', 'V2/apps']),
    notFound('path-unknown', 'an unknown path is answered with 404', ({ app, id }) => [
      ...['', 'nope', 'v2', 'v2/', 'zzz/apps', `apps/${app}/${id}/nope`, `apps/${app}/${id}/nope/nope`],
    ]),
    notFound('path-dots', 'dot segments are not resolved', () => ['apps/../apps']),
    routing('path-encoding', 'an undecodable path is answered with 400', async (session) => {
      assert.equal((await session.get('apps/%E0%A4%A')).status, 400);
    }),
  ],
};
