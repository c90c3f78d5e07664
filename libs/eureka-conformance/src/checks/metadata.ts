import { strict as assert } from 'node:assert';
import { checkOf, type CheckGroup } from '../check.js';
import type { TestSession } from '../test-session.js';
import { dirtyTimestamp } from '../java-instance.js';

const updateMetadata = checkOf('InstanceResource.updateMetadata');

const put = (session: TestSession, query: string) => session.put(`${session.path()}/metadata${query}`);

export const metadata: CheckGroup = {
  title: 'adding metadata',
  checks: [
    updateMetadata('metadata-200', 'it is answered with an empty 200, and merged', async (session) => {
      await session.register();
      const reply = await put(session, '?color=blue&zone=z2');
      assert.deepEqual([reply.status, reply.text], [200, '']);
      assert.deepEqual((await session.read()).metadata, {
        zone: 'z2',
        'management.port': '8081',
        color: 'blue',
      });
    }),
    updateMetadata('metadata-first', 'the first of several values of a name wins', async (session) => {
      await session.register();
      await put(session, '?color=red&weight=3&color=green');
      const { color, weight } = (await session.read()).metadata;
      assert.deepEqual([color, weight], ['red', '3']);
    }),
    updateMetadata('metadata-encoded', 'names and values may be encoded', async (session) => {
      await session.register();
      await put(session, '?%C3%A9=%26%3C&plus=d+e');
      const read = (await session.read()).metadata;
      assert.deepEqual([read['é'], read['plus']], ['&<', 'd e']);
    }),
    updateMetadata('metadata-none', 'a request without entries is answered with 200', async (session) => {
      await session.register();
      assert.equal((await put(session, '')).status, 200);
    }),
    updateMetadata('metadata-empty-map', 'it can be added to empty metadata', async (session) => {
      await session.register({ metadata: {} });
      await put(session, '?color=blue');
      assert.deepEqual((await session.read()).metadata, { color: 'blue' });
    }),
    updateMetadata('metadata-unknown', 'an unknown instance is answered with 404', async (session) => {
      await session.register();
      assert.equal((await session.put(`${session.path('two')}/metadata?color=blue`)).status, 404);
    }),
    updateMetadata('metadata-seen', 'all documents show it at once', async (session) => {
      await session.register();
      for (const path of ['apps', 'apps/delta', `vips/${session.vip}`]) await session.ownInstance(path);
      await put(session, '?color=blue');
      for (const path of ['apps', 'apps/delta', `vips/${session.vip}`]) {
        assert.equal((await session.ownInstance(path)).metadata['color'], 'blue', path);
      }
    }),
    updateMetadata(
      'metadata-stamp',
      'the timestamp is unchanged: the next heartbeat is answered with 200',
      async (session) => {
        await session.register();
        await put(session, '?color=blue');
        assert.equal((await session.read()).lastDirtyTimestamp, `${dirtyTimestamp}`);
        assert.equal((await session.heartbeat(`?lastDirtyTimestamp=${dirtyTimestamp}`)).status, 200);
      },
    ),
    updateMetadata('metadata-wiped', 'the owner’s next registration replaces it', async (session) => {
      await session.register();
      await put(session, '?color=blue');
      await session.register();
      assert.equal('color' in (await session.read()).metadata, false);
    }),
  ],
};
