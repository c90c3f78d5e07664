import type { InstanceStatus } from '@eureka-nest/protocol';
import type { ClientLogger } from '../log/client-logger.js';
import type { RegistryChange } from '../core/registry-changes.js';

/** What a client tells, by the name of the event. */
export interface ClientEvents {
  /** This process stands in a registry; again after each time that its registry had forgotten it, or that it changed. */
  registered: { readonly instance: string; readonly at: string };
  /** A heartbeat was accepted. */
  renewed: { readonly instance: string; readonly at: string };
  /** No registry accepts registration or heartbeats any more; told once, until it is registered again. */
  lost: { readonly instance: string; readonly reason: string };
  /** This process has taken itself out. */
  cancelled: { readonly instance: string; readonly at: string };
  /** How the registry lists this process has changed: by itself, by an override, or not at all any more (`UNKNOWN`). */
  'own-status': { readonly status: InstanceStatus; readonly before: InstanceStatus };
  /** The copy was brought up to date, whether or not anything had changed. */
  fetched: { readonly from: string; readonly kind: 'whole' | 'changes' };
  /** All that one fetch changed, at once; the four below tell the same one by one. */
  changes: readonly RegistryChange[];
  added: RegistryChange;
  removed: RegistryChange;
  status: RegistryChange;
  changed: RegistryChange;
  /** The copy is old: no registry has answered for three intervals. It is used all the same. */
  stale: { readonly ageMs: number };
  /** The copy is up to date again. */
  fresh: { readonly from: string };
  /** The client has stopped: nothing is told after this. */
  stopped: Record<never, never>;
}

type Listener<T> = (event: T) => void;

/** Tells those who listen. One of them that throws keeps nobody else from hearing it, and nothing from going on. */
export class Events {
  private readonly listeners = new Map<keyof ClientEvents, Set<Listener<never>>>();

  constructor(private readonly logger: Pick<ClientLogger, 'error'>) {}

  /** @returns what ends the listening */
  on<K extends keyof ClientEvents>(name: K, listener: Listener<ClientEvents[K]>): () => void {
    const its = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, its.add(listener));
    return () => void its.delete(listener);
  }

  tell<K extends keyof ClientEvents>(name: K, event: ClientEvents[K]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])] as Listener<ClientEvents[K]>[]) {
      try {
        listener(event);
      } catch (error) {
        const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.logger.error(`a listener of "${name}" failed: ${words}`);
      }
    }
  }
}
