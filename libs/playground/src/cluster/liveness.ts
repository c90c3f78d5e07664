import {
  afterProbe,
  type Disconnect,
  disconnectVerdict,
  EvictionBudget,
  SECOND_PROBE_MS,
  type ServerProcess,
} from '@eureka-nest/server/simulation';
import type { SimProcess } from './sim-process.js';
import { probeRegion } from './source-regions.js';
import { EPOCH, type World } from './world.js';

/** Result of a TCP connect to a port. */
export type Probe = (port: number, from: string) => 'accepted' | 'refused' | 'silent';

interface Connected {
  readonly app: string;
  readonly id: string;
  connections: number;
  reachableAt: string | undefined;
}

const THRESHOLD = 0.85;
/** Time limit of a probe. */
const SILENCE_MS = 1_000;

/**
 * Removes an instance whose feed connection broke and whose port refuses. The verdicts and the
 * budget are the real ones; this class has the probes and the waiting.
 */
export class Liveness {
  private readonly connected = new Map<string, Connected>();
  private readonly budget = new EvictionBudget(THRESHOLD);

  constructor(
    private readonly registry: SimProcess,
    private readonly world: World,
    private readonly process: ServerProcess,
    private readonly probe: Probe,
  ) {}

  opened(identity: string): void {
    const [app = '', id = ''] = identity.split('/');
    const known = this.connected.get(identity) ?? { app, id, connections: 0, reachableAt: undefined };
    known.connections += 1;
    this.connected.set(identity, known);
    this.checkReachable(known);
  }

  changed(app: string, id: string): void {
    const known = this.connected.get(`${app}/${id}`);
    if (known) this.checkReachable(known);
  }

  closed(identity: string): void {
    const known = this.connected.get(identity);
    if (!known) return;
    known.connections -= 1;
    const { reachableAt } = known;
    if (known.connections > 0) return;
    this.connected.delete(identity);
    if (reachableAt === undefined || this.addressOf(known) === undefined) return;
    this.investigate(known, { brokenAt: this.now, address: reachableAt, refusedAt: [] });
  }

  private get now(): number {
    return EPOCH + this.world.now;
  }

  private checkReachable(known: Connected): void {
    const address = this.addressOf(known);
    if (address === undefined || known.reachableAt === address) return;
    this.connect(known.id, address, (result) => {
      if (result === 'accepted') known.reachableAt = address;
    });
  }

  private investigate({ app, id }: Connected, disconnect: Disconnect): void {
    const address = this.addressOf({ app, id });
    const heardAt = this.process.registry.reads.heardAt(app, id);
    const isConnected = this.connected.has(`${app}/${id}`);
    const listing =
      address === undefined || heardAt === undefined ? undefined : { address, heardAt, isConnected };
    const known = { app, id, connections: 0, reachableAt: undefined };
    const again = (ms: number, next: Disconnect) =>
      this.registry.later(ms, () => this.investigate(known, next));
    switch (disconnectVerdict(disconnect, listing, this.now)) {
      case 'keep':
        return;
      case 'wait':
        return again(SECOND_PROBE_MS, disconnect);
      case 'probe':
        return this.connect(id, disconnect.address, (result) => {
          const next = afterProbe(disconnect, result, this.now);
          if (next) this.investigate(known, next);
        });
      case 'remove': {
        const { registry, service } = this.process;
        if (!this.budget.trySpend(registry.reads.size, this.now))
          return again(this.budget.waitMs(this.now), { ...disconnect, refusedAt: [] });
        const port = address?.split(':')[1] ?? '';
        service.removeDead(app, id, `feed connection lost, port ${port} refused twice`);
      }
    }
  }

  /** Connects to a port; the result is known after the way there and back. */
  private connect(id: string, address: string, done: (result: ReturnType<Probe>) => void): void {
    const { world, registry } = this;
    const { links, now, messages } = world;
    const port = Number(address.split(':')[1]);
    const wayMs = links.wayMs(registry.name, id);
    const result = this.probe(port, registry.name);
    const tookMs = result === 'silent' ? SILENCE_MS : 2 * wayMs;
    const outcome = ({ accepted: 'ok', refused: 'failed', silent: 'lost' } as const)[result];
    const text = {
      line: `TCP connect ${address}`,
      headers: {},
      body: '',
      decides: probeRegion,
    };
    const message = messages.add({
      from: registry.name,
      to: id,
      kind: 'call',
      outcome,
      sentAt: now,
      arrivesAt: now + wayMs,
      ...text,
    });
    world.log.add('message', `${registry.name} -> ${id} TCP connect ${address}: ${result}`, message);
    registry.later(tookMs, () => done(result));
  }

  private addressOf({ app, id }: Pick<Connected, 'app' | 'id'>): string | undefined {
    const listed = this.process.registry.reads.peekListed(app, id);
    return listed && `${listed.hostName}:${listed.port.number}`;
  }
}
