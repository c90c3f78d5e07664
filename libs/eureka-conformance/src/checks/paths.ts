import { strict as assert } from 'node:assert';
import { checkOf, type Check, type Group } from '../check.js';
import type { TestSession } from '../test-session.js';
import { stamp } from '../java-instance.js';
import { assertTaken } from '../replies.js';
import { child } from '../xml-tree.js';

const routing = checkOf('ApplicationsResource (@Path)');
const version = checkOf('Version.toEnum');
const instanceConverter = checkOf('Converters.InstanceInfoConverter.marshal');

const found = (id: string, says: string, paths: (guest: TestSession) => readonly string[]): Check =>
  routing(id, says, async (guest) => {
    await guest.register();
    for (const path of paths(guest)) assert.equal((await guest.get(path)).status, 200, path);
  });

const notFound = (id: string, says: string, paths: (guest: TestSession) => readonly string[]): Check =>
  routing(id, says, async (guest) => {
    await guest.register();
    for (const path of paths(guest)) assert.equal((await guest.get(path)).status, 404, path);
  });

export const paths: Group = {
  about: 'paths',
  checks: [
    found('path-v2', 'all that is read is below `v2` as well', ({ app, id, vip }) =>
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
    version('path-v2-life', 'an instance can live below `v2`', async (guest) => {
      const body = JSON.stringify({ instance: guest.instance() });
      const at = `v2/${guest.at()}`;
      const headers = { 'content-type': 'application/json' };
      assertTaken(await guest.post(body, headers, `v2/apps/${guest.app}`));
      assert.equal((await guest.put(`${at}?status=UP&lastDirtyTimestamp=${stamp}`)).status, 200);
      assert.equal((await guest.put(`${at}/status?value=OUT_OF_SERVICE`)).status, 200);
      assert.equal((await guest.put(`${at}/metadata?a=b`)).status, 200);
      assert.equal((await guest.delete(`${at}/status`)).status, 200);
      assert.equal((await guest.delete(at)).status, 200);
    }),
    instanceConverter(
      'path-v1',
      'below `v1` XML knows three statuses: all others are DOWN',
      async (guest) => {
        await guest.register({ overriddenStatus: 'OUT_OF_SERVICE' });
        const instance = child(await guest.myXml('v1/apps'), 'instance');
        assert.deepEqual(
          [child(instance, 'status').text, child(instance, 'overriddenstatus').text],
          ['DOWN', 'OUT_OF_SERVICE'],
        );
      },
    ),
    found('path-slash', 'a slash may follow', ({ app, id, vip }) =>
      ['apps', 'apps/delta', `apps/${app}`, `apps/${app}/${id}`, `vips/${vip}`].map((path) => `${path}/`),
    ),
    found('path-encoded', 'what is encoded is decoded', ({ app }) => [`apps/${app.replace('K', '%4B')}`]),
    found('path-parameters', 'what follows a semicolon is not looked at', () => ['apps;a=b']),
    notFound('path-empty', 'an empty segment is no segment', ({ app }) => [
      '/apps',
      'apps//',
      `/apps//${app}`,
    ]),
    notFound('path-case', 'names of resources are compared to the letter', () => ['Apps', 'APPS', 'V2/apps']),
    notFound('path-unknown', 'what there is not is answered 404', ({ app, id }) => [
      ...['', 'nope', 'v2', 'v2/', 'zzz/apps', `apps/${app}/${id}/nope`, `apps/${app}/${id}/nope/nope`],
    ]),
    notFound('path-dots', 'dots lead nowhere', () => ['apps/../apps']),
    routing('path-encoding', 'a path that cannot be decoded is answered 400', async (guest) => {
      assert.equal((await guest.get('apps/%E0%A4%A')).status, 400);
    }),
  ],
};
