import type { Exchange } from './harness/link.js';
import { complaintsWithoutReason } from './harness/replica-complaints.js';
import { itemsIn, unknownToJava } from './harness/replication-traffic.js';

const at = (second: number, rest: string) => `2026-11-25T18:51:${second}.000Z ${rest}`;
const window = { from: Date.parse('2026-11-25T18:51:40Z'), to: Date.parse('2026-11-25T18:51:50Z') };

/** Checks of the helper by which the other suites find complaints without a reason. */
describe('a complaint of a Java server without a reason', () => {
  const renewal = 'WARN com.netflix.eureka.resources.InstanceResource - Not Found (Renew): SHOP - a';
  const refused =
    'WARN com.netflix.eureka.cluster.ReplicationTask - The replication of task SHOP/a:Heartbeat@h failed with response code 400';

  it.each([
    ['about an unknown heartbeat, without a difference', [at(39, renewal)]],
    ['about a status that ours never sends, even then', [at(45, refused)]],
    [
      'about a refused batch, even then',
      [at(45, 'WARN com.netflix.eureka.util.batcher.Any - Batch update failure with HTTP status code 400')],
    ],
  ])('is a warning %s', (_what, lines) => {
    expect(complaintsWithoutReason(lines, { outages: [window], differences: [window] })).toHaveLength(1);
  });

  it.each([
    ['a difference', { outages: [], differences: [window] }],
    ['an outage, after which there are differences', { outages: [window], differences: [] }],
  ])('is not a warning about an unknown heartbeat during %s', (_when, reasons) => {
    expect(complaintsWithoutReason([at(45, renewal)], reasons)).toEqual([]);
  });
});

describe('the traffic between servers', () => {
  const batch = (requestBody: object, responseBody?: object): Exchange => ({
    method: 'POST',
    path: '/eureka/peerreplication/batch/',
    requestBody,
    status: 200,
    responseBody,
  });
  const item = { action: 'Heartbeat', appName: 'SHOP', id: 'a' };

  it('shows the fields for which Java would refuse a batch', () => {
    expect(unknownToJava([batch({ replicationList: [item] })])).toEqual([]);
    expect(unknownToJava([batch({ replicationList: [{ ...item, ageMs: 1 }], node: 'n' })])).toEqual([
      'node',
      'ageMs',
    ]);
  });

  it('shows the outcome of each change, even without a response', () => {
    const responseBody = { responseList: [{ statusCode: 404 }] };
    expect(itemsIn([batch({ replicationList: [item, item] }, responseBody)])).toEqual([
      { item, outcome: { statusCode: 404 } },
      { item, outcome: { statusCode: 0 } },
    ]);
  });
});
