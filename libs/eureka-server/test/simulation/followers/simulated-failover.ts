import {
  NoRegistryError,
  type RegistryFailover,
  type RegistryRequest,
  RegistryUnreachableError,
  ServerSelector,
} from '@eureka-nest/client/discovery';
import type { Cluster } from './cluster.js';
import { TIMEOUT_MS } from './timing.js';
import { FUTURE, type Wire } from './wire.js';

/** Fetches over the simulated network, from the registries in the order of the real selector. */
export class SimulatedFailover {
  /** Registry that answered the last fetch. */
  readFrom: string | undefined;
  private readonly selector: ServerSelector;

  constructor(
    private readonly cluster: Cluster,
    private readonly wire: Wire,
    /** Called when a promise is settled, so that the story lets it continue. */
    private readonly settled: () => void,
  ) {
    this.selector = new ServerSelector(() => wire.queue.now);
  }

  /** The part of the real one that a poller calls. */
  get asReal(): RegistryFailover {
    const { send, sendElsewhere } = this;
    return { send, sendElsewhere } as unknown as RegistryFailover;
  }

  get candidates(): readonly string[] {
    return this.selector.order(this.cluster.options.names, 'read');
  }

  readonly send = async <T>(request: RegistryRequest<T>) => {
    const faults: Error[] = [];
    for (const from of this.candidates) {
      try {
        const value = await this.ask(from, request);
        this.selector.recordResponse(from, 'read');
        this.readFrom = from;
        return { value, from };
      } catch (error) {
        faults.push(error as Error);
        if (error instanceof RegistryUnreachableError) this.selector.recordUnreachable(from, 'read');
        else this.selector.quarantine(from, 'read');
      }
    }
    throw new NoRegistryError(request.what, faults);
  };

  readonly sendElsewhere = async <T>(request: RegistryRequest<T>, than: string) => {
    for (const from of this.candidates) {
      if (from === than) continue;
      const value = await this.ask(from, request).catch(() => undefined);
      if (value !== undefined) return { value, from };
    }
    return undefined;
  };

  private async ask<T>(name: string, request: RegistryRequest<T>): Promise<T> {
    return request.read(await this.exchange(name, request.path));
  }

  private exchange(name: string, path: string): Promise<ReturnType<typeof this.responseOf>> {
    const { wire, cluster } = this;
    const { queue } = wire;
    return new Promise((resolve, reject) => {
      let isOver = false;
      const later = (ms: number, end: () => void) =>
        queue.in(ms, () => {
          if (isOver) return;
          isOver = true;
          end();
          this.settled();
        });
      const fail = (reason: string) => reject(new RegistryUnreachableError(`http://${name}/`, reason));
      later(TIMEOUT_MS, () => fail('timeout'));
      if (wire.loses(name)) return;
      queue.in(wire.wayMs(), () => {
        const life = cluster.life(name);
        if (!life) return later(wire.wayMs(), () => fail('connection refused'));
        const response = this.responseOf(life.respond(path));
        if (!wire.loses(name)) later(wire.wayMs(), () => resolve(response));
      });
    });
  }

  private responseOf(response: ReturnType<NonNullable<ReturnType<Cluster['life']>>['respond']>) {
    const { position } = response;
    if (!position || !this.wire.errs('response')) return response;
    return { ...response, position: { ...position, number: position.number + FUTURE } };
  }
}
