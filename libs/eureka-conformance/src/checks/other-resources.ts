import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type CheckGroup } from '../check.js';
import { acceptJson, acceptXml } from '../test-session.js';
import { parseJson } from '../replies.js';
import { parseXml } from '../xml-tree.js';

const getOverrides = checkOf('ServerInfoResource.getOverrides');
const getStatusInfo = checkOf('StatusResource.getStatusInfo');
const asgStatusUpdate = checkOf('ASGResource.statusUpdate');

export const otherResources: CheckGroup = {
  title: 'other resources',
  checks: [
    getOverrides('serverinfo', 'the status overrides are listed by id', async (session) => {
      await session.register();
      await session.put(`${session.path()}/status?value=OUT_OF_SERVICE`);
      const reply = await session.get('serverinfo/statusoverrides');
      assert.deepEqual([reply.status, reply.type], [200, 'application/json']);
      assert.equal(parseJson<Record<string, string>>(reply)[session.id], 'OUT_OF_SERVICE');
      await session.delete(`${session.path()}/status`);
      const after = parseJson<Record<string, string>>(await session.get('serverinfo/statusoverrides'));
      assert.equal(session.id in after, false);
    }),
    getOverrides(
      'serverinfo-json',
      'the status overrides are available as JSON only: 406 for XML',
      async (session) => {
        assert.equal((await session.get('serverinfo/statusoverrides', acceptXml)).status, 406);
      },
    ),
    getStatusInfo('status-page', 'the server reports its state in XML', async (session) => {
      for (const headers of [{}, acceptXml]) {
        const reply = await session.get('status', headers);
        assert.deepEqual([reply.status, reply.type], [200, 'application/xml']);
        const names = parseXml(reply.text).children.map(({ name }) => name);
        for (const name of ['generalStats', 'applicationStats', 'instanceInfo'])
          assert.ok(names.includes(name), name);
      }
    }),
    betterThan('StatusResource.getStatusInfo')(
      'status-page-json',
      'the server reports its state in JSON',
      async (session) => {
        const reply = await session.get('status', acceptJson);
        assert.deepEqual([reply.status, reply.type], [200, 'application/json']);
        const status = parseJson<Record<string, Record<string, unknown>>>(reply);
        for (const key of ['num-of-cpus', 'total-avail-memory', 'current-memory-usage', 'server-uptime']) {
          assert.equal(typeof status['generalStats']?.[key], 'string', key);
        }
        for (const key of ['registered-replicas', 'available-replicas', 'unavailable-replicas']) {
          assert.equal(typeof status['applicationStats']?.[key], 'string', key);
        }
        assert.equal(typeof status['instanceInfo']?.['app'], 'string');
      },
    ),
    asgStatusUpdate('asg', 'outside of Amazon there are no auto scaling groups: 400', async (session) => {
      for (const value of ['ENABLED', 'disabled']) {
        assert.equal((await session.put(`asg/my-asg/status?value=${value}`)).status, 400, value);
      }
    }),
  ],
};
