import { strict as assert } from 'node:assert';
import { gzipSync } from 'node:zlib';
import { betterThan, checkOf, type Check, type CheckMaker, type Group } from '../check.js';
import { compact, json, xml, type TestSession } from '../test-session.js';
import { assertTaken } from '../replies.js';

const getContainers = checkOf('ApplicationsResource.getContainers');
const betterGet = betterThan('ApplicationsResource.getContainers');
const gzipFilter = checkOf('GZIPContentEncodingFilter');

const zipped = { 'accept-encoding': 'gzip' };

/** How `apps` and `apps/delta` are encoded for this header. */
const encodes = (
  id: string,
  says: string,
  headers: Record<string, string>,
  encoding: 'gzip' | undefined,
  by: CheckMaker = getContainers,
): Check =>
  by(id, says, async (guest) => {
    await guest.register();
    for (const path of ['apps', 'apps/', 'apps/delta']) {
      const reply = await guest.get(path, { ...json, ...headers });
      assert.equal(reply.status, 200);
      assert.equal(reply.headers['content-encoding'], encoding, path);
      assert.ok(reply.text.includes(guest.app), path);
    }
  });

export const gzip: Group = {
  about: 'gzip',
  checks: [
    encodes('gzip-asked', 'who asks for gzip gets it', zipped, 'gzip'),
    encodes(
      'gzip-list',
      'who asks for it among others gets it',
      { 'accept-encoding': 'gzip, x-gzip, deflate' },
      'gzip',
    ),
    encodes('gzip-not-asked', 'who does not ask for it does not get it', {}, undefined),
    encodes(
      'gzip-identity',
      'who asks for something else does not get it',
      { 'accept-encoding': 'identity' },
      undefined,
    ),
    encodes(
      'gzip-refused',
      'who refuses it does not get it',
      { 'accept-encoding': 'gzip;q=0' },
      undefined,
      betterGet,
    ),
    encodes(
      'gzip-case',
      'gzip may be asked for in capitals',
      { 'accept-encoding': 'GZIP' },
      'gzip',
      betterGet,
    ),
    getContainers('gzip-same', 'what comes compressed is what comes plain, in each form', async (guest) => {
      await guest.register();
      for (const form of [json, xml, { ...json, ...compact }, { ...xml, ...compact }]) {
        const { type, text } = await guest.get(`apps/${guest.app}`, { ...form, ...zipped });
        assert.deepEqual({ type, text }, await plain(guest, `apps/${guest.app}`, form));
        const all = await guest.get('apps', { ...form, ...zipped });
        assert.deepEqual([all.headers['content-encoding'], all.type], ['gzip', type]);
        assert.ok(all.text.includes(guest.app));
      }
    }),
    getContainers('gzip-fresh', 'it shows a change at once', async (guest) => {
      for (const status of ['UP', 'DOWN', 'UP']) {
        await guest.register({ status });
        for (const path of ['apps', 'apps/delta']) {
          assert.equal((await guest.listed(path, { ...json, ...zipped })).status, status, path);
        }
      }
    }),
    getContainers('gzip-vary', 'caches are told that the answer depends on what is asked', async (guest) => {
      await guest.register();
      for (const headers of [{ ...json, ...zipped }, json]) {
        const { headers: answered } = await guest.get('apps', headers);
        assert.match(String(answered.vary), /accept-encoding/i);
      }
    }),
    gzipFilter('gzip-body', 'a registration may be compressed', async (guest) => {
      const body = gzipSync(JSON.stringify({ instance: guest.instance() }));
      const headers = { ...json, 'content-type': 'application/json', 'content-encoding': 'gzip' };
      assertTaken(await guest.post(body, headers));
      assert.equal((await guest.read()).hostName, 'one.example');
    }),
  ],
};

async function plain(guest: TestSession, path: string, headers: Record<string, string>) {
  const { type, text } = await guest.get(path, headers);
  return { type, text };
}
