import { strict as assert } from 'node:assert';
import { gzipSync } from 'node:zlib';
import { betterThan, checkOf, type Check, type CheckFactory, type CheckGroup } from '../check.js';
import { acceptCompact, acceptJson, acceptXml, type TestSession } from '../test-session.js';
import { assertAccepted } from '../replies.js';

const getContainers = checkOf('ApplicationsResource.getContainers');
const betterGet = betterThan('ApplicationsResource.getContainers');
const gzipFilter = checkOf('GZIPContentEncodingFilter');

const acceptGzip = { 'accept-encoding': 'gzip' };

/** Checks the encoding of `apps` and `apps/delta` for a header. */
const encodes = (
  id: string,
  requirement: string,
  headers: Record<string, string>,
  encoding: 'gzip' | undefined,
  by: CheckFactory = getContainers,
): Check =>
  by(id, requirement, async (session) => {
    await session.register();
    for (const path of ['apps', 'apps/', 'apps/delta']) {
      const reply = await session.get(path, { ...acceptJson, ...headers });
      assert.equal(reply.status, 200);
      assert.equal(reply.headers['content-encoding'], encoding, path);
      assert.ok(reply.text.includes(session.app), path);
    }
  });

export const gzip: CheckGroup = {
  title: 'gzip',
  checks: [
    encodes('gzip-asked', 'a client that accepts gzip gets it', acceptGzip, 'gzip'),
    encodes(
      'gzip-list',
      'a client that accepts gzip among others gets it',
      { 'accept-encoding': 'gzip, x-gzip, deflate' },
      'gzip',
    ),
    encodes('gzip-not-asked', 'a client without Accept-Encoding does not get it', {}, undefined),
    encodes(
      'gzip-identity',
      'a client that accepts something else does not get it',
      { 'accept-encoding': 'identity' },
      undefined,
    ),
    encodes(
      'gzip-refused',
      'a client that rejects it does not get it',
      { 'accept-encoding': 'gzip;q=0' },
      undefined,
      betterGet,
    ),
    encodes(
      'gzip-case',
      'gzip may be requested in upper case',
      { 'accept-encoding': 'GZIP' },
      'gzip',
      betterGet,
    ),
    getContainers('gzip-same', 'the compressed body equals the plain one, in each form', async (session) => {
      await session.register();
      for (const form of [
        acceptJson,
        acceptXml,
        { ...acceptJson, ...acceptCompact },
        { ...acceptXml, ...acceptCompact },
      ]) {
        const { type, text } = await session.get(`apps/${session.app}`, { ...form, ...acceptGzip });
        assert.deepEqual({ type, text }, await plain(session, `apps/${session.app}`, form));
        const all = await session.get('apps', { ...form, ...acceptGzip });
        assert.deepEqual([all.headers['content-encoding'], all.type], ['gzip', type]);
        assert.ok(all.text.includes(session.app));
      }
    }),
    getContainers('gzip-fresh', 'it shows a change at once', async (session) => {
      for (const status of ['UP', 'DOWN', 'UP']) {
        await session.register({ status });
        for (const path of ['apps', 'apps/delta']) {
          assert.equal(
            (await session.ownInstance(path, { ...acceptJson, ...acceptGzip })).status,
            status,
            path,
          );
        }
      }
    }),
    getContainers('gzip-vary', 'the response varies by Accept-Encoding, for caches', async (session) => {
      await session.register();
      for (const headers of [{ ...acceptJson, ...acceptGzip }, acceptJson]) {
        const { headers: answered } = await session.get('apps', headers);
        assert.match(String(answered.vary), /accept-encoding/i);
      }
    }),
    gzipFilter('gzip-body', 'a registration may be compressed', async (session) => {
      const body = gzipSync(JSON.stringify({ instance: session.instance() }));
      const headers = { ...acceptJson, 'content-type': 'application/json', 'content-encoding': 'gzip' };
      assertAccepted(await session.postRegistration(body, headers));
      assert.equal((await session.read()).hostName, 'one.example');
    }),
  ],
};

async function plain(session: TestSession, path: string, headers: Record<string, string>) {
  const { type, text } = await session.get(path, headers);
  return { type, text };
}
