import type { Exchange } from './harness/link.js';
import { complaintsWithoutReason } from './harness/replica-complaints.js';
import { itemsIn, unknownToJava } from './harness/replication-traffic.js';

const at = (second: number, rest: string) => `2026-11-25T18:51:${second}.000Z ${rest}`;
const window = { from: Date.parse('2026-11-25T18:51:40Z'), to: Date.parse('2026-11-25T18:51:50Z') };

/** The other suites say "no complaint without reason"; here they would hear one. */
describe('what counts as a complaint of a Java server without reason', () => {
  const renewal = 'WARN com.netflix.eureka.resources.InstanceResource - Not Found (Renew): SHOP - a';
  const refused =
    'WARN com.netflix.eureka.cluster.ReplicationTask - The replication of task SHOP/a:Heartbeat@h failed with response code 400';

  it.each([
    ['that it did not know a heartbeat, with no difference made', [at(39, renewal)]],
    ['of an answer that is none of ours to give, be it then', [at(45, refused)]],
    [
      'that a batch was refused, be it then',
      [at(45, 'WARN com.netflix.eureka.util.batcher.Any - Batch update failure with HTTP status code 400')],
    ],
  ])('a warning %s', (_what, lines) => {
    expect(complaintsWithoutReason(lines, { outages: [window], differences: [window] })).toHaveLength(1);
  });

  it.each([
    ['a difference', { outages: [], differences: [window] }],
    ['an outage, after which there are differences', { outages: [window], differences: [] }],
  ])('not that it did not know a heartbeat, in %s', (_when, reasons) => {
    expect(complaintsWithoutReason([at(45, renewal)], reasons)).toEqual([]);
  });
});

describe('what is read of the traffic between servers', () => {
  const batch = (asked: object, answered?: object): Exchange => ({
    method: 'POST',
    path: '/eureka/peerreplication/batch/',
    asked,
    status: 200,
    answered,
  });
  const item = { action: 'Heartbeat', appName: 'SHOP', id: 'a' };

  it('is what Java would refuse a batch for', () => {
    expect(unknownToJava([batch({ replicationList: [item] })])).toEqual([]);
    expect(unknownToJava([batch({ replicationList: [{ ...item, ageMs: 1 }], node: 'n' })])).toEqual([
      'node',
      'ageMs',
    ]);
  });

  it('is the answer to each change, also where there was none', () => {
    const answered = { responseList: [{ statusCode: 404 }] };
    expect(itemsIn([batch({ replicationList: [item, item] }, answered)])).toEqual([
      { item, answer: { statusCode: 404 } },
      { item, answer: { statusCode: 0 } },
    ]);
  });
});
