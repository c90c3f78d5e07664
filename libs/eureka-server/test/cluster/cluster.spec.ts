import type { InstanceInfo, ReplicationItem } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock, type ManualClock } from '@eureka-nest/runtime/testing';
import type { HeartbeatVerdict } from '../../src/core/registry/heartbeat.js';
import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/registry/registry.js';
import { Outbox } from '../../src/core/replication/outbox.js';
import { replicationOutcome } from '../../src/core/replication/replication-outcome.js';
import { replicationTask, type Mutation } from '../../src/core/replication/replication-task.js';
import { InboundReplication } from '../../src/peers/inbound-replication.js';
import { RegistryService } from '../../src/service/registry.service.js';

const app = 'CLOUD-PAYMENT-SERVICE';
const id = 'payment8001';
const payment = (lastDirtyTimestamp: number): InstanceInfo => anInstance({ port: 8001, lastDirtyTimestamp });

const silent = {
  log: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};

/** A server as Java knows it, without its sockets: service, outbox, and what it receives of its peer. */
class Server {
  private service: RegistryService;
  private outbox = new Outbox();

  constructor(private readonly clock: ManualClock) {
    this.service = this.start();
  }

  register(instance: InstanceInfo): void {
    this.service.register(instance, 'client');
  }

  heartbeat(lastDirtyTimestamp: number): HeartbeatVerdict {
    return this.service.heartbeat(app, id, { from: 'client', lastDirtyTimestamp }).verdict;
  }

  setStatus(status: 'UP' | 'OUT_OF_SERVICE'): void {
    this.service.setStatus(app, id, status, { from: 'client' });
  }

  restartEmpty(): void {
    this.service = this.start();
    this.outbox = new Outbox();
  }

  /** Sends the batch that is due, and follows the responses. */
  sendTo(peer: Server): void {
    const batch = this.outbox.takeBatch(this.clock()) ?? [];
    const responses = new InboundReplication(peer.service).batch(
      batch.map(({ item }) => item),
      'peer',
    );
    batch.forEach(({ item }, index) => this.follow(item, responses[index]));
  }

  /** Loses the batch that is due. */
  loseBatch(): void {
    this.clock.advance(500);
    if (!this.outbox.takeBatch(this.clock())) throw new Error('there is no batch to lose');
  }

  get listed(): string | undefined {
    const instance = this.service.registry.reads.find(app, id);
    return instance && `${instance.status} ${instance.lastDirtyTimestamp}`;
  }

  get override(): string | undefined {
    return this.service.registry.reads.overrideOf(id);
  }

  private follow(
    item: ReplicationItem,
    response: Parameters<typeof replicationOutcome>[1] | undefined,
  ): void {
    const outcome = response && replicationOutcome(item, response);
    const ours = this.service.registry.reads.peek(app, id);
    if (outcome === 'register-there' && ours) this.replicate({ action: 'Register', instance: ours });
    if (outcome === 'adopt-theirs' && response?.instance) this.service.acceptPeerCopy(response.instance);
  }

  private replicate(mutation: Mutation): void {
    this.outbox.offer(replicationTask(mutation, this.clock()), this.clock());
  }

  private start(): RegistryService {
    const registry = new Registry(defaultRegistryOptions, this.clock, () => 0);
    registry.openForTraffic(0);
    return new RegistryService(registry, {
      clock: this.clock,
      logger: silent,
      replicate: (mutation) => this.replicate(mutation),
    });
  }
}

function aCluster() {
  const clock = manualClock();
  const [a, b] = [new Server(clock), new Server(clock)];
  /** Half a second passes, and each sends the other its batch. */
  const deliver = () => {
    clock.advance(500);
    a.sendTo(b);
    b.sendTo(a);
  };
  return { a, b, deliver };
}

describe('two registries', () => {
  it('1: both list what a client registered at one of them', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    expect(b.listed).toBeUndefined();
    deliver();
    expect(b.listed).toBe('UP 100');
  });

  it('2: make up for a lost registration with the next heartbeat', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    deliver();

    a.register(payment(200));
    a.loseBatch();
    expect(b.listed).toBe('UP 100');

    expect(a.heartbeat(200)).toBe('accepted');
    deliver(); // the heartbeat states 200; B responds 404, so A queues the whole instance
    deliver();
    expect(b.listed).toBe('UP 200');
  });

  it('3: agree on the newest version after a client switched to the other, and back', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(200));
    deliver();

    b.register(payment(300)); // the client could not reach A
    b.loseBatch(); // and neither could B
    expect([a.listed, b.listed]).toEqual(['UP 200', 'UP 300']);

    expect(a.heartbeat(300)).toBe('register-again'); // back at A
    deliver(); // A's heartbeat states 200; B responds 409 with its version, which A takes over
    expect([a.listed, b.listed]).toEqual(['UP 300', 'UP 300']);

    a.register(payment(300)); // as the response to its heartbeat asked for
    deliver();
    expect([a.listed, b.listed]).toEqual(['UP 300', 'UP 300']);
    expect(a.heartbeat(300)).toBe('accepted');
  });

  it('4: fill one that restarted empty within one heartbeat', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    deliver();

    b.restartEmpty();
    expect(b.listed).toBeUndefined();

    a.heartbeat(100);
    deliver();
    deliver();
    expect(b.listed).toBe('UP 100');
  });

  it('5: share an override, and a restarted one learns it again', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    deliver();
    b.setStatus('OUT_OF_SERVICE');
    deliver();
    expect([a.listed, b.listed]).toEqual(['OUT_OF_SERVICE 100', 'OUT_OF_SERVICE 100']);

    b.restartEmpty();
    a.heartbeat(100);
    deliver();
    deliver();
    expect(b.listed).toBe('OUT_OF_SERVICE 100');
    expect(b.override).toBe('OUT_OF_SERVICE');
  });
});
