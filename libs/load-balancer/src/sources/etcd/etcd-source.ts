import { type Clock, every, type Random, type Stop, systemRandom } from '@eureka-nest/runtime/time';
import { setTimeout as pause } from 'node:timers/promises';
import { failureReason, SourceUnavailableError } from '../../core/errors.js';
import { hasCallableAddress, quotedAddress } from '../../core/callable-address.js';
import { type Candidate, candidateFromUrl } from '../../core/instance-source.js';
import type { BalancerLogger } from '../../options/load-balancer-parts.js';
import { ListedSource } from '../listed-source.js';
import { OneAtATime } from '../one-at-a-time.js';
import { SourceLog } from '../source-log.js';
import { EtcdGateway, type EtcdParts, type KeyValue } from './etcd-gateway.js';

export interface EtcdSourceParts extends EtcdParts {
  /** Prefix of the keys `<prefix><service>/<instanceId>`. */
  readonly prefix?: string;
  readonly logger?: BalancerLogger;
  readonly clock?: Clock;
  readonly random?: Random;
}

export const defaultPrefix = '/services/';
const maxBackOffMs = 10_000;
/** Longest time that lists can be outdated: a watch does not notice a silently lost connection. */
const rereadMs = 30_000;

/**
 * Instances from etcd. Each is a key whose value is JSON (`{"host":"10.0.0.5","port":8001}`) or a
 * URL. A watch reports changes at once.
 *
 * After each change all keys are read again: a service has few instances, and a list that is always
 * read whole cannot drift.
 */
export class EtcdSource extends ListedSource {
  private readonly gateway: EtcdGateway;
  private readonly prefix: string;
  private readonly log: SourceLog;
  private readonly reads = new OneAtATime(() => this.read());
  /** Revision at which the lists were read. */
  private revision = 0;
  private stopping = new AbortController();
  private watching: Promise<void> | undefined;
  private stopRereading: Stop | undefined;
  /** Invalid keys that have been logged. */
  private readonly invalidKeys = new Set<string>();

  constructor(private readonly parts: EtcdSourceParts) {
    super(parts.clock);
    this.gateway = new EtcdGateway(parts);
    this.prefix = parts.prefix ?? defaultPrefix;
    this.log = new SourceLog('etcd', parts.logger);
  }

  /** Reads once and then watches. Does not fail if etcd is unavailable. */
  async start(): Promise<void> {
    if (this.watching) return;
    const { signal } = this.stopping;
    const failed = (error: unknown) => {
      if (!signal.aborted) this.log.failed(error);
    };
    await new Promise<void>((onFirstRead) => {
      this.watching = this.watch(onFirstRead);
      this.stopRereading = every(rereadMs, () => this.refresh().catch(failed));
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.stopRereading?.();
    await this.watching;
    await this.reads.settled();
    this.watching = undefined;
    this.stopping = new AbortController();
  }

  /** @throws SourceUnavailableError if no endpoint responds; the last lists stay in use */
  async refresh(): Promise<void> {
    await this.reads.run();
  }

  /**
   * Reads and watches until stopped.
   *
   * @param onFirstRead called after the first read, even if it failed
   */
  private async watch(onFirstRead: () => void): Promise<void> {
    const { signal } = this.stopping;
    const { random = systemRandom } = this.parts;
    for (let failures = 0; !signal.aborted; ) {
      try {
        await this.reads.run();
        onFirstRead();
        const changes = this.gateway.watch(this.prefix, this.revision + 1, signal);
        for await (const { created, canceled, events = [] } of changes) {
          // The revision was compacted, or the server is shutting down: start over.
          if (canceled) break;
          if (created) failures = 0;
          if (events.length > 0) await this.reads.run();
        }
        if (!signal.aborted) throw new SourceUnavailableError('etcd', 'the watch ended');
      } catch (error) {
        onFirstRead();
        if (signal.aborted) return;
        this.log.failed(error);
        const backOffMs = Math.min(maxBackOffMs, 100 * 2 ** failures++);
        await pause(backOffMs * (0.5 + random() / 2), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async read(): Promise<void> {
    const { revision, kvs } = await this.gateway.range(this.prefix, this.stopping.signal);
    const lists = new Map<string, Candidate[]>();
    for (const kv of kvs) {
      const [service = '', instanceId] = kv.key.slice(this.prefix.length).split(/\/(.*)/s);
      const candidate = instanceId && this.candidate(instanceId, kv);
      if (!candidate) continue;
      const name = service.toLowerCase();
      lists.set(name, [...(lists.get(name) ?? []), candidate]);
    }
    this.replace(lists);
    this.revision = revision;
    this.log.succeeded();
  }

  private candidate(instanceId: string, { key, value, createRevision }: KeyValue): Candidate | undefined {
    try {
      const isJson = value.startsWith('{');
      const parsed: Partial<Candidate> = isJson ? JSON.parse(value) : candidateFromUrl(value);
      const { host, port, secure, status, metadata } = parsed;
      if (!host || !Number.isInteger(port)) throw new Error('it has no host and port');
      const address = { host, port: Number(port) };
      if (!hasCallableAddress(address)) throw new Error(`its address ${quotedAddress(address)} makes no URL`);
      return {
        instanceId,
        ...address,
        version: createRevision,
        ...(secure && { secure }),
        ...(status && { status }),
        ...(metadata && { metadata }),
      };
    } catch (error) {
      if (!this.invalidKeys.has(key))
        this.parts.logger?.warn(`etcd key ${key} ignored: ${failureReason(error)}`);
      this.invalidKeys.add(key);
      return undefined;
    }
  }
}
