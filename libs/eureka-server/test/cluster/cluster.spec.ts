import {
  isInstanceStatus,
  type InstanceInfo,
  type ReplicationResponse,
  type ReplicationItem,
} from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock, type ManualClock } from '@eureka-nest/runtime/testing';
import type { HeartbeatVerdict } from '../../src/core/registry/heartbeat.js';
import { Outbox } from '../../src/core/replication/outbox.js';
import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/registry/registry.js';
import { replicationOutcome } from '../../src/core/replication/replication-outcome.js';
import { replicationTask, type Mutation } from '../../src/core/replication/replication-task.js';

const app = 'CLOUD-PAYMENT-SERVICE';
const id = 'payment8001';
const payment = (lastDirtyTimestamp: number, given: Partial<InstanceInfo> = {}) =>
  anInstance({ ...given, port: 8001, lastDirtyTimestamp });

/** A registry and what it has to tell the other one: the whole server, but for the sockets. */
class Server {
  registry: Registry;
  outbox = new Outbox();

  constructor(private readonly clock: ManualClock) {
    this.registry = this.empty();
  }

  // What a client may ask: it is applied here and told to the other.

  register(instance: InstanceInfo): void {
    this.tell({ action: 'Register', instance: this.registry.register(instance, 'client') });
  }

  heartbeat(lastDirtyTimestamp: number): HeartbeatVerdict {
    const { verdict, listed } = this.registry.heartbeat(app, id, { from: 'client', lastDirtyTimestamp });
    if (listed) {
      this.tell({
        action: 'Heartbeat',
        instance: listed,
        overriddenStatus: this.registry.reads.overrideOf(id),
      });
    }
    return verdict;
  }

  cancel(): void {
    const instance = this.registry.cancel(app, id);
    if (instance) this.tell({ action: 'Cancel', instance });
  }

  setStatus(status: 'UP' | 'OUT_OF_SERVICE'): void {
    const instance = this.registry.setStatus(app, id, status, { from: 'client' });
    if (instance) this.tell({ action: 'StatusUpdate', instance, status });
  }

  // What the other one tells: it is applied here and told to nobody. Then the answer, a status
  // code.

  hear(item: ReplicationItem): ReplicationResponse {
    const { action, instanceInfo, lastDirtyTimestamp, status, overriddenStatus } = item;
    if (action === 'Register' && instanceInfo) this.registry.register(instanceInfo, 'peer');
    if (action === 'Cancel') this.registry.cancel(app, id);
    if (action === 'StatusUpdate' && isInstanceStatus(status)) {
      this.registry.setStatus(app, id, status, { from: 'peer', lastDirtyTimestamp });
    }
    if (action !== 'Heartbeat') return { statusCode: 200 };
    const { verdict, instance } = this.registry.heartbeat(app, id, {
      from: 'peer',
      lastDirtyTimestamp,
      overriddenStatus: isInstanceStatus(overriddenStatus) ? overriddenStatus : undefined,
    });
    return { statusCode: { accepted: 200, 'register-again': 404, 'ours-is-newer': 409 }[verdict], instance };
  }

  /**
   * What a peer's answer asks for: it knows less and gets the instance whole, or it knows better
   * and we take that over.
   */
  heed(item: ReplicationItem, answer: ReplicationResponse): void {
    const consequence = replicationOutcome(item, answer);
    const ours = this.registry.reads.peek(app, id);
    if (consequence === 'register-there' && ours) this.tell({ action: 'Register', instance: ours });
    if (consequence === 'adopt-theirs' && answer.instance) this.registry.register(answer.instance, 'peer');
  }

  // What befalls a server.

  restartEmpty(): void {
    this.registry = this.empty();
    this.outbox = new Outbox();
  }

  /**
   * A batch goes out and the network swallows it; it is told again, or its sender was told that it
   * is in vain.
   */
  batchIsLost({ again }: { readonly again: boolean }): void {
    this.clock.advance(500);
    const batch = this.outbox.takeBatch(this.clock());
    if (!batch) throw new Error('there is no batch to lose');
    if (again) this.outbox.requeue(batch, this.clock());
  }

  get holds(): string | undefined {
    const instance = this.registry.reads.find(app, id);
    return instance && `${instance.status} ${instance.lastDirtyTimestamp}`;
  }

  private tell(change: Mutation): void {
    this.outbox.offer(replicationTask(change, this.clock()), this.clock());
  }

  private empty(): Registry {
    const registry = new Registry(
      { ...defaultRegistryOptions, enableSelfPreservation: false },
      this.clock,
      () => 0,
    );
    registry.openForTraffic(0);
    return registry;
  }
}

function aCluster() {
  const clock = manualClock();
  const [a, b] = [new Server(clock), new Server(clock)];
  /** Half a second passes, and one batch goes each way, if there is one. */
  const deliver = () => {
    clock.advance(500);
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const batch = from.outbox.takeBatch(clock()) ?? [];
      for (const { item } of batch) from.heed(item, to.hear(item));
    }
  };
  return { clock, a, b, deliver };
}

describe('two registries', () => {
  it('1: hold what a client told one of them', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    expect(b.holds).toBeUndefined();
    deliver();
    expect(b.holds).toBe('UP 100');
  });

  it('do not tell each other what they were told: one hop, and silence', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    deliver();
    expect([a.outbox.size, b.outbox.size]).toEqual([0, 0]);
  });

  it('2: make a lost registration good by the next heartbeat', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    deliver();

    a.register(payment(200));
    a.batchIsLost({ again: false });
    expect(b.holds).toBe('UP 100');

    expect(a.heartbeat(200)).toBe('accepted');
    deliver(); // the heartbeat says 200; B answers 404, so A queues the whole instance
    deliver();
    expect(b.holds).toBe('UP 200');
  });

  it('3: agree on the newest after a client changed over, and changed back', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(200));
    deliver();

    b.register(payment(300)); // the client could not reach A
    b.batchIsLost({ again: false }); // and neither could B
    expect([a.holds, b.holds]).toEqual(['UP 200', 'UP 300']);

    expect(a.heartbeat(300)).toBe('register-again'); // back at A
    deliver(); // A's heartbeat says 200; B answers 409 with its copy, which A takes over
    expect([a.holds, b.holds]).toEqual(['UP 300', 'UP 300']);

    a.register(payment(300)); // as it was told to
    deliver();
    expect([a.holds, b.holds]).toEqual(['UP 300', 'UP 300']);
    expect(a.heartbeat(300)).toBe('accepted');
  });

  it('4: fill one that restarted empty within one heartbeat', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    deliver();

    b.restartEmpty();
    expect(b.holds).toBeUndefined();

    a.heartbeat(100);
    deliver();
    deliver();
    expect(b.holds).toBe('UP 100');
  });

  it('let a client that comes to the restarted one fill it, too', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    deliver();
    b.restartEmpty();
    expect(b.heartbeat(100)).toBe('register-again');
    b.register(payment(100));
    expect(b.heartbeat(100)).toBe('accepted');
  });

  it('keep the newer data when an older registration arrives late', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    b.register(payment(200));
    deliver();
    expect([a.holds, b.holds]).toEqual(['UP 200', 'UP 200']);
  });

  it('lose an instance together when it leaves', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    deliver();
    b.cancel();
    deliver();
    expect([a.holds, b.holds]).toEqual([undefined, undefined]);
  });

  it('let an operator force a status at either, and a restarted one learns it again', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    deliver();
    b.setStatus('OUT_OF_SERVICE');
    deliver();
    expect([a.holds, b.holds]).toEqual(['OUT_OF_SERVICE 100', 'OUT_OF_SERVICE 100']);

    b.restartEmpty();
    a.heartbeat(100);
    deliver();
    deliver();
    expect(b.holds).toBe('OUT_OF_SERVICE 100');
    expect(b.registry.reads.overrideOf(id)).toBe('OUT_OF_SERVICE');
  });

  it('hear of a change once the network is back', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    a.batchIsLost({ again: true });
    a.batchIsLost({ again: true });
    expect(b.holds).toBeUndefined();
    deliver();
    expect(b.holds).toBe('UP 100');
  });

  it('hear only the newest of what happened while the network was away', () => {
    const { a, b, deliver } = aCluster();
    a.register(payment(100));
    a.batchIsLost({ again: true });
    a.register(payment(200, { status: 'DOWN' }));
    expect(a.outbox.size).toBe(1);
    deliver();
    expect(b.holds).toBe('DOWN 200');
  });

  it('forget news that nobody heard in time, and agree by the next heartbeat all the same', () => {
    const { a, b, clock, deliver } = aCluster();
    a.register(payment(100));
    clock.advance(30_000);
    deliver();
    expect(b.holds).toBeUndefined();
    a.heartbeat(100);
    deliver();
    deliver();
    expect(b.holds).toBe('UP 100');
  });

  it('evict each on its own: where heartbeats are passed on, the instance lives', () => {
    const { a, b, clock, deliver } = aCluster();
    a.register(payment(100));
    deliver();
    for (let seconds = 0; seconds < 300; seconds += 30) {
      clock.advance(29_500);
      a.heartbeat(100);
      deliver();
    }
    expect([a.registry.evict(), b.registry.evict()]).toEqual([[], []]);

    clock.advance(180_001);
    expect(a.registry.evict()).toHaveLength(1);
    expect(a.outbox.size).toBe(0);
    expect(b.registry.reads.size).toBe(1);
    expect(b.registry.evict()).toHaveLength(1);
  });
});
