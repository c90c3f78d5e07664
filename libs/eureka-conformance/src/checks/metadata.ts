import { strict as assert } from 'node:assert';
import { checkOf, type Group } from '../check.js';
import type { TestSession } from '../test-session.js';
import { stamp } from '../java-instance.js';

const updateMetadata = checkOf('InstanceResource.updateMetadata');

const put = (guest: TestSession, query: string) => guest.put(`${guest.at()}/metadata${query}`);

export const metadata: Group = {
  about: 'adding metadata',
  checks: [
    updateMetadata('metadata-200', 'it is answered 200, empty, and added to what is there', async (guest) => {
      await guest.register();
      const reply = await put(guest, '?color=blue&zone=z2');
      assert.deepEqual([reply.status, reply.text], [200, '']);
      assert.deepEqual((await guest.read()).metadata, {
        zone: 'z2',
        'management.port': '8081',
        color: 'blue',
      });
    }),
    updateMetadata('metadata-first', 'of a name that comes twice the first counts', async (guest) => {
      await guest.register();
      await put(guest, '?color=red&weight=3&color=green');
      const { color, weight } = (await guest.read()).metadata;
      assert.deepEqual([color, weight], ['red', '3']);
    }),
    updateMetadata('metadata-encoded', 'names and values may be encoded', async (guest) => {
      await guest.register();
      await put(guest, '?%C3%A9=%26%3C&plus=d+e');
      const read = (await guest.read()).metadata;
      assert.deepEqual([read['é'], read['plus']], ['&<', 'd e']);
    }),
    updateMetadata('metadata-none', 'with nothing to add it is answered 200', async (guest) => {
      await guest.register();
      assert.equal((await put(guest, '')).status, 200);
    }),
    updateMetadata('metadata-empty-map', 'it can be added where there was none', async (guest) => {
      await guest.register({ metadata: {} });
      await put(guest, '?color=blue');
      assert.deepEqual((await guest.read()).metadata, { color: 'blue' });
    }),
    updateMetadata('metadata-unknown', 'of an unknown instance it is answered 404', async (guest) => {
      await guest.register();
      assert.equal((await guest.put(`${guest.at('two')}/metadata?color=blue`)).status, 404);
    }),
    updateMetadata('metadata-seen', 'all lists show it at once', async (guest) => {
      await guest.register();
      for (const path of ['apps', 'apps/delta', `vips/${guest.vip}`]) await guest.listed(path);
      await put(guest, '?color=blue');
      for (const path of ['apps', 'apps/delta', `vips/${guest.vip}`]) {
        assert.equal((await guest.listed(path)).metadata['color'], 'blue', path);
      }
    }),
    updateMetadata('metadata-stamp', 'the stamp stays: the next heartbeat is answered 200', async (guest) => {
      await guest.register();
      await put(guest, '?color=blue');
      assert.equal((await guest.read()).lastDirtyTimestamp, `${stamp}`);
      assert.equal((await guest.heartbeat(`?lastDirtyTimestamp=${stamp}`)).status, 200);
    }),
    updateMetadata('metadata-wiped', 'the next registration of its owner wipes it', async (guest) => {
      await guest.register();
      await put(guest, '?color=blue');
      await guest.register();
      assert.equal('color' in (await guest.read()).metadata, false);
    }),
  ],
};
