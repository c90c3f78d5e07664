import {
  type Clock,
  every,
  type Random,
  type Stop,
  systemClock,
  systemRandom,
} from '@eureka-nest/runtime/time';
import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf, SourceUnavailableError } from '../core/errors.js';
import { type Candidate, candidateOf, type InstanceSource } from '../core/instance-source.js';
import { EtcdGateway, type EtcdParts, type KeyValue } from './etcd-gateway.js';
import { Lists } from './lists.js';
import { SourceLog, type SourceLogger } from './source-log.js';

export interface EtcdSourceParts extends EtcdParts {
  /** Keys are `<prefix><service>/<instanceId>`. */
  readonly prefix?: string;
  readonly logger?: SourceLogger;
  readonly clock?: Clock;
  readonly chance?: Random;
}

export const defaultPrefix = '/services/';
const longestPauseMs = 10_000;
/** A watch whose connection was lost without a word tells nothing; nobody is out of date for longer than this. */
const readAnywayMs = 30_000;

/**
 * Instances from etcd: each a key, its value JSON (`{"host":"10.0.0.5","port":8001}`) or a URL. A watch tells of a change at once.
 *
 * After a change everything is read anew: a service has few instances, and a list that is read whole cannot drift.
 */
export class EtcdSource implements InstanceSource {
  private readonly gateway: EtcdGateway;
  private readonly prefix: string;
  private readonly lists: Lists;
  private readonly log: SourceLog;
  private readonly chance: Random;
  private readonly logger: SourceLogger | undefined;
  private stopping = new AbortController();
  private watching: Promise<void> | undefined;
  private stopReading: Stop | undefined;
  /** Keys that were complained about: once each. */
  private readonly unreadable = new Set<string>();

  constructor({ prefix = defaultPrefix, logger, clock = systemClock, chance, ...parts }: EtcdSourceParts) {
    this.gateway = new EtcdGateway(parts);
    this.prefix = prefix;
    this.logger = logger;
    this.lists = new Lists(clock);
    this.log = new SourceLog('etcd', logger);
    this.chance = chance ?? systemRandom;
  }

  /** Reads for the first time, and follows from then on. An etcd that is not there yet is no reason to fail. */
  async start(): Promise<void> {
    if (this.watching) return;
    this.stopping = new AbortController();
    let read: () => void = () => undefined;
    const first = new Promise<void>((done) => (read = done));
    this.watching = this.follow(read);
    this.stopReading = every(readAnywayMs, () =>
      this.refresh().catch((error: unknown) => this.log.failed(error)),
    );
    await first;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.stopReading?.();
    await this.watching;
    this.watching = undefined;
  }

  instances(service: string): readonly Candidate[] {
    return this.lists.instances(service);
  }

  services(): readonly string[] {
    return this.lists.services();
  }

  get copyAgeMs(): number | undefined {
    return this.lists.ageMs;
  }

  /** @throws SourceUnavailableError when no endpoint answers; the last lists stay */
  async refresh(): Promise<void> {
    await this.read();
  }

  /** @param triedOnce told after the first reading, whether it succeeded or not */
  private async follow(triedOnce: () => void): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; ) {
      try {
        let revision = await this.read(signal);
        triedOnce();
        for await (const { created, canceled, events = [] } of this.gateway.watch(
          this.prefix,
          revision + 1,
          signal,
        )) {
          // Compacted away from under us, or the server is going: begin anew.
          if (canceled) break;
          if (created) failures = 0;
          if (events.length > 0) revision = await this.read(signal);
        }
        if (!signal.aborted) throw new SourceUnavailableError('etcd', 'the watch ended');
      } catch (error) {
        triedOnce();
        if (signal.aborted) return;
        this.log.failed(error);
        const most = Math.min(longestPauseMs, 100 * 2 ** failures++);
        await pause(most * (0.5 + this.chance() / 2), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async read(signal?: AbortSignal): Promise<number> {
    const { revision, kvs } = await this.gateway.range(this.prefix, signal);
    const lists = new Map<string, Candidate[]>();
    for (const kv of kvs) {
      const [service = '', instanceId] = kv.key.slice(this.prefix.length).split(/\/(.*)/s);
      const candidate = instanceId && this.candidate(instanceId, kv);
      if (!candidate) continue;
      const name = service.toLowerCase();
      lists.set(name, [...(lists.get(name) ?? []), candidate]);
    }
    this.lists.replace(lists);
    this.lists.heard();
    this.log.answered();
    return revision;
  }

  private candidate(instanceId: string, { key, value, createRevision }: KeyValue): Candidate | undefined {
    try {
      const said = value.startsWith('{') ? (JSON.parse(value) as Partial<Candidate>) : candidateOf(value);
      const { host, port, secure, status, metadata } = said;
      if (!host || !Number.isInteger(port)) throw new Error('it names no host and port');
      return {
        instanceId,
        host,
        port: Number(port),
        version: createRevision,
        ...(secure && { secure }),
        ...(status && { status }),
        ...(metadata && { metadata }),
      };
    } catch (error) {
      if (!this.unreadable.has(key)) this.logger?.warn(`left ${key} of etcd out: ${reasonOf(error)}`);
      this.unreadable.add(key);
      return undefined;
    }
  }
}
