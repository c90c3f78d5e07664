import { eventually } from '../../harness/eventually.js';
import { freePorts } from '../../harness/free-ports.js';
import { get, post } from '../../harness/http.js';
import { itReplicatesEveryChange } from './cluster-changes.js';
import { ClusterChronicle, recorded } from './cluster-chronicle.js';
import { itSettlesDifferences } from './cluster-differences.js';
import { itSurvivesOutages } from './cluster-outages.js';
import { startJavaPeer, type JavaPeer } from './java-peer.js';
import type { Train } from './java-settings.js';
import { renewedAt } from './listing.js';
import { MixedCluster, ours } from './mixed-cluster.js';
import { complaintsWithoutReason } from './replica-complaints.js';
import { itemsIn, unknownToJava } from './replication-traffic.js';

/** Actuator endpoint by which Spring changes the status of its own instance. */
const endpoints: Readonly<Record<Train, string>> = {
  'spring-cloud': 'serviceregistry',
  hoxton: 'service-registry',
};

/**
 * One Java server and two of ours, peers of each other, from the first registration to the last, in
 * order.
 */
export function itFormsAClusterWith(train: Train): void {
  let cluster: MixedCluster;
  let chronicle: ClusterChronicle;
  let client: JavaPeer;

  beforeAll(async () => {
    cluster = await MixedCluster.prepare(train);
    chronicle = new ClusterChronicle(cluster);
    const [port = 0] = await freePorts(1);
    [client] = await Promise.all([
      startJavaPeer(train, 'provider', {
        port,
        registries: cluster.bases.map((each) => `${each}/eureka/`),
        properties: {
          // The lease outlives the suite: a missing instance was lost, not evicted.
          'eureka.instance.lease-expiration-duration-in-seconds': 600,
          'management.endpoints.web.exposure.include': `info,${endpoints[train]}`,
        },
      }),
      cluster.start(),
    ]);
    chronicle.isNow(client.instanceId);
  });
  afterAll(() => cluster.close());

  it('lists a Java client at all three, and renews its lease at all', async () => {
    await chronicle.alike();
    const renewals = () =>
      Promise.all(cluster.bases.map((base) => renewedAt(base, 'CLOUD-PAYMENT-SERVICE', client.instanceId)));
    const before = await renewals();
    await eventually(async () => {
      for (const [index, now] of (await renewals()).entries())
        expect(now).toBeGreaterThan(Number(before[index]));
    });
  });

  it('is a cluster to each of its members', async () => {
    const { text } = await get(cluster.base('java'), { accept: 'text/html' });
    const registered = /registered-replicas<\/td><td>([^<]*)</.exec(text)?.[1]?.split(', ');
    expect(registered?.sort()).toEqual(ours.map((each) => cluster.links[each].url).sort());
    await eventually(async () => {
      for (const each of ours) {
        const { body } = await get(`${cluster.base(each)}/eureka/status`);
        expect(body).toMatchObject({
          applicationStats: {
            'available-replicas': expect.stringContaining(cluster.links.java.url),
            'unavailable-replicas': '',
          },
        });
      }
    });
  });

  itReplicatesEveryChange(() => chronicle);

  it.each([
    ['Java has accepted every change of ours', ['java']],
    ['ours have accepted every change of Java', ours],
  ] as const)('%s so far, of every kind', (_who, receivers) => {
    const replicated = itemsIn(receivers.flatMap((each) => cluster.links[each].exchanges));
    expect([...new Set(replicated.map(({ item }) => item.action))].sort()).toEqual([
      'Cancel',
      'DeleteStatusOverride',
      'Heartbeat',
      'Register',
      'StatusUpdate',
    ]);
    expect(replicated.filter(({ outcome }) => outcome.statusCode !== 200)).toEqual([]);
  });

  it('shows a Java client out of service, and UP again after it has changed its status', async () => {
    const become = async (status: string) => {
      expect((await post(client.url(`/actuator/${endpoints[train]}`), { status })).status).toBe(200);
    };
    await become('OUT_OF_SERVICE');
    chronicle.isNow(client.instanceId, { status: 'OUT_OF_SERVICE', overriddenStatus: 'OUT_OF_SERVICE' });
    await chronicle.alike();
    // No server knows its own status any more, so its next heartbeat gets a 404 and it registers
    // again.
    await recorded(chronicle.differences, async () => {
      await become('CANCEL_OVERRIDE');
      chronicle.isNow(client.instanceId);
      await chronicle.alike();
    });
  });

  itSettlesDifferences(() => chronicle);
  itSurvivesOutages(() => chronicle);

  it('loses a Java client that is stopped, at all three', async () => {
    await client.stop();
    chronicle.isGone(client.instanceId);
    await chronicle.alike();
  });

  it('Java received only known fields, and refused nothing', () => {
    const { exchanges } = cluster.links.java;
    expect(exchanges.filter(({ status }) => status !== 200)).toEqual([]);
    expect(unknownToJava(exchanges)).toEqual([]);
    const statuses = new Set(itemsIn(exchanges).map(({ outcome }) => outcome.statusCode));
    expect([...statuses].sort()).toEqual([200, 404, 409]);
  });

  it('Java has logged no complaint without a reason', () => {
    expect(cluster.lines('java').length).toBeGreaterThan(0);
    expect(complaintsWithoutReason(cluster.lines('java'), chronicle)).toEqual([]);
  });
}
