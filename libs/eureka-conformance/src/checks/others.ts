import { strict as assert } from 'node:assert';
import { betterThan, checkOf, type Group } from '../check.js';
import { json, xml } from '../test-session.js';
import { documentOf } from '../replies.js';
import { xmlTree } from '../xml-tree.js';

const getOverrides = checkOf('ServerInfoResource.getOverrides');
const getStatusInfo = checkOf('StatusResource.getStatusInfo');
const asgStatusUpdate = checkOf('ASGResource.statusUpdate');

export const others: Group = {
  about: 'other resources',
  checks: [
    getOverrides('serverinfo', 'all forced statuses can be read, by id', async (guest) => {
      await guest.register();
      await guest.put(`${guest.at()}/status?value=OUT_OF_SERVICE`);
      const reply = await guest.get('serverinfo/statusoverrides');
      assert.deepEqual([reply.status, reply.type], [200, 'application/json']);
      assert.equal(documentOf<Record<string, string>>(reply)[guest.id], 'OUT_OF_SERVICE');
      await guest.delete(`${guest.at()}/status`);
      const after = documentOf<Record<string, string>>(await guest.get('serverinfo/statusoverrides'));
      assert.equal(guest.id in after, false);
    }),
    getOverrides('serverinfo-json', 'forced statuses are told in JSON alone: 406 for XML', async (guest) => {
      assert.equal((await guest.get('serverinfo/statusoverrides', xml)).status, 406);
    }),
    getStatusInfo('status-page', 'the server tells how it is, in XML', async (guest) => {
      for (const headers of [{}, xml]) {
        const reply = await guest.get('status', headers);
        assert.deepEqual([reply.status, reply.type], [200, 'application/xml']);
        const names = xmlTree(reply.text).children.map(({ name }) => name);
        for (const name of ['generalStats', 'applicationStats', 'instanceInfo'])
          assert.ok(names.includes(name), name);
      }
    }),
    betterThan('StatusResource.getStatusInfo')(
      'status-page-json',
      'the server tells how it is, in JSON',
      async (guest) => {
        const reply = await guest.get('status', json);
        assert.deepEqual([reply.status, reply.type], [200, 'application/json']);
        const told = documentOf<Record<string, Record<string, unknown>>>(reply);
        for (const key of ['num-of-cpus', 'total-avail-memory', 'current-memory-usage', 'server-uptime']) {
          assert.equal(typeof told['generalStats']?.[key], 'string', key);
        }
        for (const key of ['registered-replicas', 'available-replicas', 'unavailable-replicas']) {
          assert.equal(typeof told['applicationStats']?.[key], 'string', key);
        }
        assert.equal(typeof told['instanceInfo']?.['app'], 'string');
      },
    ),
    asgStatusUpdate('asg', 'away from Amazon there are no groups to be switched: 400', async (guest) => {
      for (const value of ['ENABLED', 'disabled']) {
        assert.equal((await guest.put(`asg/my-asg/status?value=${value}`)).status, 400, value);
      }
    }),
  ],
};
