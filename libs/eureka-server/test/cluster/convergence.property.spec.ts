import { type InstanceInfo, idOf } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { type ManualClock, manualClock } from '@eureka-nest/runtime/testing';
import fc from 'fast-check';
import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/registry/registry.js';
import { RegistryService } from '../../src/service/registry.service.js';
import { ServiceBackedRegistry } from '../../src/peers/service-backed-registry.js';
import { InboundReplication } from '../../src/peers/inbound-replication.js';

const nothing = () => undefined;
const quiet = { log: nothing, warn: nothing, error: nothing, debug: nothing };

/** A server but for its sockets; what happens at it no other one hears of. */
class Server {
  readonly service: RegistryService;
  readonly desk: InboundReplication;
  readonly replica: ServiceBackedRegistry;

  constructor(readonly clock: ManualClock) {
    const options = { ...defaultRegistryOptions, enableSelfPreservation: false };
    this.service = new RegistryService(new Registry(options, clock, () => 0), { clock, logger: quiet });
    this.desk = new InboundReplication(this.service);
    this.replica = new ServiceBackedRegistry(this.service);
  }

  /** Compares its registry with the other one's as `Comparing` does, all at once. */
  compareWith({ desk }: Server): void {
    const theirs = desk.compare(this.replica.digest());
    if (!theirs) return;
    const apps = new Set([...Object.keys(this.replica.appDigests()), ...Object.keys(theirs)]);
    for (const [app, detail] of desk.detail([...apps])) {
      const { wanted } = this.replica.reconcile(app, detail);
      for (const row of wanted) {
        for (const instance of desk.instances([[app, row.id]])) this.replica.mergeListed(instance, row);
      }
    }
  }

  get holds(): readonly string[] {
    return this.service.registry.reads
      .applications()
      .applications.flatMap(({ instances }) => instances)
      .map(
        (each: InstanceInfo) =>
          `${each.app}/${idOf(each)} v${each.lastDirtyTimestamp} ${each.hostName} ${JSON.stringify(each.metadata)} ${each.status} forced ${each.overriddenStatus}`,
      )
      .sort();
  }
}

const moment = fc.record({
  at: fc.nat(1),
  id: fc.constantFrom('one', 'two'),
  kind: fc.constantFrom('register', 'register', 'heartbeat', 'cancel', 'force', 'unforce', 'metadata'),
  status: fc.constantFrom('UP' as const, 'DOWN' as const, 'OUT_OF_SERVICE' as const, 'STARTING' as const),
  lastDirtyTimestamp: fc.constantFrom(1, 2, 3),
  hostName: fc.constantFrom('here', 'there'),
  // Less than that tells nothing, and more does.
  laterMs: fc.constantFrom(0, 1, 100, 499, 500, 5_000),
});
type Moment = typeof moment extends fc.Arbitrary<infer T> ? T : never;

function happens({ service }: Server, { id, kind, status, lastDirtyTimestamp, hostName }: Moment): void {
  const app = 'SHOP';
  const change = { from: 'client' } as const;
  switch (kind) {
    case 'register':
      return service.register(
        anInstance({ app, instanceId: id, status, lastDirtyTimestamp, hostName }),
        'client',
      );
    case 'heartbeat':
      return void service.heartbeat(app, id, { ...change, lastDirtyTimestamp });
    case 'cancel':
      return void service.cancel(app, id, 'client');
    case 'force':
      return void service.setStatus(app, id, status, change);
    case 'unforce':
      return void service.removeOverride(app, id, 'UNKNOWN', change);
    default:
      return void service.putMetadata(app, id, [['tag', hostName]]);
  }
}

/** Whatever happened at each of them without the other, they hold the same after comparing both ways a few times. */
function converge(servers: readonly Server[], history: readonly Moment[], clock: ManualClock): void {
  for (const each of history) {
    const server = servers[each.at];
    if (server) happens(server, each);
    clock.advance(each.laterMs);
  }
  const [a, b] = servers;
  if (!a || !b) return;
  for (let rounds = 0; rounds < 6; rounds++) {
    a.compareWith(b);
    b.compareWith(a);
  }
  expect(a.holds).toEqual(b.holds);
  expect(a.replica.digest()).toBe(b.replica.digest());
}

// How long so many histories take depends on the machine.
jest.setTimeout(60_000);

describe('two registries that heard nothing of each other', () => {
  it('hold the same after they have compared themselves', () => {
    const told = fc.property(fc.array(moment, { maxLength: 12 }), (history) => {
      const clock = manualClock();
      converge([new Server(clock), new Server(clock)], history, clock);
    });
    fc.assert(told, { numRuns: 500 });
  });

  it('are then let be: another comparison changes nothing, in either', () => {
    const told = fc.property(fc.array(moment, { maxLength: 12 }), (history) => {
      const clock = manualClock();
      const servers = [new Server(clock), new Server(clock)] as const;
      converge(servers, history, clock);
      const held = servers.map(({ holds }) => holds);
      const [a, b] = servers;
      clock.advance(3_000);
      a.compareWith(b);
      b.compareWith(a);
      expect(servers.map(({ holds }) => holds)).toEqual(held);
    });
    fc.assert(told, { numRuns: 200 });
  });
});
