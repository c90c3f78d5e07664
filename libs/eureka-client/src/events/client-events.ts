import type { InstanceStatus } from '@eureka-nest/protocol';
import type { RegistryChange } from '../core/snapshot-changes.js';
import type { ClientLogger } from '../log/client-logger.js';

/** Events of a client, by name. */
export interface ClientEvents {
  /** A registry accepted a registration: the first one, and each one after a 404 or a change. */
  registered: { readonly instance: string; readonly at: string };
  /** A registry accepted a heartbeat. */
  renewed: { readonly instance: string; readonly at: string };
  /** No registry accepts heartbeats any more. Emitted once until the next registration. */
  lost: { readonly instance: string; readonly reason: string };
  /** This process has removed itself from the registry. */
  cancelled: { readonly instance: string; readonly at: string };
  /** The registry lists another status for this process; `UNKNOWN` if it does not list it. */
  'own-status': { readonly status: InstanceStatus; readonly before: InstanceStatus };
  /** The cache was updated, even if nothing had changed. */
  fetched: { readonly from: string; readonly kind: 'whole' | 'changes' };
  /** All changes of one fetch. The next four events carry the same changes one by one. */
  changes: readonly RegistryChange[];
  added: RegistryChange;
  removed: RegistryChange;
  status: RegistryChange;
  changed: RegistryChange;
  /** No registry has responded for three intervals. The cache is still used. */
  stale: { readonly ageMs: number };
  /** The cache is up to date again. */
  fresh: { readonly from: string };
  /** The client has stopped: the last event. */
  stopped: Record<never, never>;
}

type Listener<T> = (event: T) => void;

/** Event emitter of a client. A listener that throws is logged; the others still run. */
export class Events {
  private readonly listeners = new Map<keyof ClientEvents, Set<Listener<never>>>();

  constructor(private readonly logger: Pick<ClientLogger, 'error'>) {}

  /** @returns the function that unsubscribes */
  on<K extends keyof ClientEvents>(name: K, listener: Listener<ClientEvents[K]>): () => void {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  emit<K extends keyof ClientEvents>(name: K, event: ClientEvents[K]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])] as Listener<ClientEvents[K]>[]) {
      try {
        listener(event);
      } catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.logger.error(`listener of "${name}" failed: ${text}`);
      }
    }
  }
}
