import {
  appsHashCode,
  encodeApplicationsDocument,
  encodeDelta,
  encodeHello,
  encodeResync,
  idOf,
  type InstanceInfo,
  positionText,
  type Position,
} from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';

/** Registry as a client sees it: a map, a log of changes, and a feed. It restarts empty. */
export class SimulatedRegistry {
  readonly instances = new Map<string, InstanceInfo>();
  /** Events that the network has yet to deliver; undefined while no client is connected. */
  feed: string[] | undefined;
  private log: InstanceInfo[] = [];
  private life = 0;
  private version = 0;

  get position(): Position {
    return { node: `n${this.life}`, number: this.log.length };
  }

  put(id: string): void {
    const instance = anInstance({ app: 'SHOP', instanceId: id, lastDirtyTimestamp: ++this.version });
    const actionType = this.instances.has(id) ? 'MODIFIED' : 'ADDED';
    this.instances.set(id, instance);
    this.change({ ...instance, actionType });
  }

  remove(id: string): void {
    const instance = this.instances.get(id);
    if (!this.instances.delete(id) || !instance) return;
    this.change({ ...instance, actionType: 'DELETED' });
  }

  restart(): void {
    this.life += 1;
    this.instances.clear();
    this.log = [];
    this.feed = undefined;
  }

  /** Connects a client that has reached a position. */
  connect(since: Position | undefined): void {
    const position = positionText(this.position);
    const hello = { position, keepAliveMs: 10_000 };
    const isKnown = since?.node === this.position.node && since.number <= this.log.length;
    if (since === undefined || (isKnown && since.number === this.log.length)) {
      this.feed = [encodeHello(hello, position)];
    } else if (isKnown) {
      const missed = this.delta(this.log.slice(since.number));
      this.feed = [encodeHello({ ...hello, position: positionText(since) }), missed];
    } else {
      this.feed = [encodeHello(hello), encodeResync({ position, apps__hashcode: '' })];
    }
  }

  /** Event whose id is far beyond the registry's position. */
  sendFutureEvent(): void {
    this.feed?.push(this.delta([], { ...this.position, number: this.log.length + 900 }));
  }

  /** Body of `apps` or `apps/delta`. */
  document(kind: 'whole' | 'delta'): object {
    return this.encoded(kind === 'whole' ? [...this.instances.values()] : latest(this.log));
  }

  private change(changed: InstanceInfo): void {
    this.log.push(changed);
    this.feed?.push(this.delta([changed]));
  }

  private delta(changed: readonly InstanceInfo[], at = this.position): string {
    return encodeDelta(JSON.stringify(this.encoded(latest(changed))), positionText(at));
  }

  private encoded(instances: readonly InstanceInfo[]): object {
    const hashCode = appsHashCode(this.instances.values());
    return encodeApplicationsDocument({
      version: '1',
      hashCode,
      applications: [{ name: 'SHOP', instances }],
    });
  }
}

/** The last entry of each instance. */
const latest = (changed: readonly InstanceInfo[]): readonly InstanceInfo[] => [
  ...new Map(changed.map((each) => [idOf(each), each])).values(),
];
