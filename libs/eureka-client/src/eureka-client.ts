import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import {
  type Clock,
  monotonicClock,
  type Random,
  systemClock,
  systemRandom,
  within,
} from '@eureka-nest/runtime/time';
import { setTimeout as systemPause } from 'node:timers/promises';
import { backOffMs } from './core/back-off.js';
import { instancesOf } from './core/registry-snapshot.js';
import type { ServiceInstance, FilteredOut } from './core/service-view.js';
import { Discovery, type SourceFactory } from './discovery/discovery.js';
import { type ChangeStream, ChangeStreams } from './events/change-stream.js';
import { type ClientEvents, Events } from './events/client-events.js';
import { type ClientLogger, consoleLogger } from './log/client-logger.js';
import { EurekaClientOptions } from './options/eureka-client.options.js';
import type { Health } from './registration/health-watch.js';
import type { Pause } from './registration/registrar.js';
import { Registration } from './registration/registration.js';
import { createFailover, type FailoverParts } from './transport/create-failover.js';
import type { RegistryFailover } from './transport/registry-failover.js';

/** Time limit of a stop for writing the backup: the disk may hang. */
const backupLimitMs = 1_000;

/** Parts of a client that are no settings; specs replace some of them. */
export interface EurekaClientParts extends FailoverParts {
  readonly clock: Clock;
  /** Clock for durations; left out, it is the given `clock`, or one that never jumps. */
  readonly monotonic: Clock;
  readonly random: Random;
  readonly pause: Pause;
  readonly logger: ClientLogger;
  /** Health check of this process; its result becomes the registered status. */
  readonly health?: Health;
  /** Source that replaces the poller and the feed. */
  readonly source?: SourceFactory;
  /** Intervals in ms; they take precedence over the options, which are whole seconds. */
  readonly intervals?: { readonly heartbeatMs?: number; readonly fetchMs?: number };
  /** Adjusts the instance that the options describe. */
  readonly describe?: (instance: InstanceInfo) => InstanceInfo;
}

/** Registers this process and caches the registry. It waits for registries in the background. */
export class EurekaClient {
  readonly options: EurekaClientOptions;
  readonly logger: ClientLogger;
  private readonly failover: RegistryFailover;
  private readonly events: Events;
  private readonly streams: ChangeStreams;
  private readonly registration: Registration;
  private readonly discovery: Discovery;
  private started = false;
  private stopped: Promise<void> | undefined;

  constructor(given: Partial<EurekaClientOptions> = {}, parts: Partial<EurekaClientParts> = {}) {
    this.options = given instanceof EurekaClientOptions ? given : new EurekaClientOptions(given);
    const { options } = this;
    const { clock = systemClock, random = systemRandom, logger = consoleLogger } = parts;
    const { monotonic = parts.clock ?? monotonicClock } = parts;
    const { pause = systemPause, intervals = {}, health, describe, source } = parts;
    const { heartbeatMs = options.leaseRenewalIntervalSecs * 1000 } = intervals;
    const { fetchMs = options.registryFetchIntervalSecs * 1000 } = intervals;
    const backOff = (failures: number) => backOffMs(failures, options.backOffCapMs, random);
    this.logger = logger;
    this.events = new Events(logger);
    this.streams = new ChangeStreams(this.events);
    this.failover = createFailover(options, { ...parts, clock: monotonic, logger });
    const shared = { failover: this.failover, events: this.events, clock, random, logger };
    const heartbeats = { intervalMs: heartbeatMs, backOff };
    this.registration = new Registration(options, { ...shared, heartbeats, pause, health, describe });
    const polling = { intervalMs: fetchMs, backOff };
    const identity = () => this.registration.identity;
    this.discovery = new Discovery(options, { ...shared, monotonic, polling, identity, source });
    this.discovery.cache.onListed = (listed) => this.registration.compareWith(listed);
    if (!this.fetches) this.discovery.cancelFirstFetch();
  }

  /** True if the last response showed that a registry lists this process. */
  get registered(): boolean {
    return this.registration.registered;
  }

  /** This process as it registers; undefined before the start, and if it does not register. */
  get instance(): InstanceInfo | undefined {
    return this.registration.instance;
  }

  /** Time since a registry last confirmed the cache; undefined before the first fetch. */
  get copyAgeMs(): number | undefined {
    return this.discovery.cache.ageMs;
  }

  /**
   * Starts to fetch in the background, ahead of `start`. A second call is ignored.
   *
   * @throws NoRegistryError as `start` does, if the options enforce the first fetch
   */
  async startFetching(): Promise<void> {
    this.beginFetching();
    await this.stopIfRejected(this.enforceFetch());
  }

  /**
   * Announces that a framework calls `start` at an event, such as "the application listens". Until
   * then `whenRegistered` rejects: awaiting it could keep the event from happening.
   */
  announceStart(event: string | undefined): void {
    this.registration.announceStart(event);
  }

  /**
   * Delays the registration until the promise resolves, after 1 s as STARTING; if it rejects, this
   * process never registers, or is cancelled. To be called before `start`.
   */
  registerAfter(condition: Promise<unknown>): void {
    this.registration.waitFor(condition);
  }

  /**
   * Starts to register and to fetch in the background. It waits only for what the options enforce.
   * A second call is ignored.
   *
   * @param port port at which this process listens; without one that of the options. If there is
   * none, the client only fetches
   * @throws NoRegistryError if no registry provides what the options enforce, or the error of a
   * rejected `registerAfter` if they enforce the registration; the client is stopped then
   */
  async start(port?: number): Promise<void> {
    if (this.started || this.stopped) return;
    this.started = true;
    this.beginFetching();
    await this.stopIfRejected(this.beginRegistering(port));
  }

  /**
   * Cancels the registration at the first registry that responds, and ends all requests. It takes
   * at most 1.5 s plus the longer of `drainMs` and `lingerMs`, and never rejects.
   */
  stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  /**
   * Resolves to true at the first registration; to false if there will be none.
   *
   * @throws the error of a rejected `registerAfter`
   * @throws NotStartedError before `start` in a framework that starts the client at an event, such
   * as Nest, since awaiting it there would keep that event from happening
   */
  async whenRegistered(): Promise<boolean> {
    return this.registration.whenFirst();
  }

  /**
   * Resolves to true at the first fetch; to false if there will be none. Before `start` it starts
   * to fetch, so that it can be awaited anywhere.
   */
  whenFetched(): Promise<boolean> {
    this.beginFetching();
    return this.discovery.cache.firstFetch.wait();
  }

  /**
   * Fetches now, at most five times a second however often it is called. Before `start` it starts
   * to fetch.
   */
  refresh(): Promise<void> {
    this.beginFetching();
    return this.discovery.refresh();
  }

  /** Lists the usable instances of a service, ordered by id. The name may be in any case. */
  instances(service: string): readonly ServiceInstance[] {
    return this.discovery.cache.view.instances(service);
  }

  /** Counts the instances of a service that `instances` does not list, by reason. */
  filteredOut(service: string): readonly FilteredOut[] {
    return this.discovery.cache.view.filteredOut(service);
  }

  /** Lists the services with a usable instance, in lower case. */
  services(): readonly string[] {
    return this.discovery.cache.view.services;
  }

  /** Lists all cached instances in wire form, whatever their status. */
  allInstances(): readonly InstanceInfo[] {
    return [...instancesOf(this.discovery.cache.snapshot)];
  }

  /**
   * Registers a status. Resolves to true once a registry accepted it, to false if none will. Before
   * `start` it resolves to false at once, and the first registration has the status.
   */
  setStatus(status: InstanceStatus): Promise<boolean> {
    return this.registration.edit({ status });
  }

  /** Merges metadata and registers it, as `setStatus` does; an empty value removes its key. */
  setMetadata(metadata: Readonly<Record<string, string>>): Promise<boolean> {
    return this.registration.edit({ metadata });
  }

  /** @returns the function that unsubscribes */
  on<K extends keyof ClientEvents>(name: K, listener: (event: ClientEvents[K]) => void): () => void {
    return this.events.on(name, listener);
  }

  /** Opens a stream of changes, of one service or all. It ends when the client stops. */
  changes(service?: string): ChangeStream {
    return this.streams.of(service);
  }

  private get fetches(): boolean {
    return this.options.enabled && this.options.fetchRegistry;
  }

  private beginFetching(): void {
    if (this.fetches && !this.stopped) this.discovery.start();
  }

  private async beginRegistering(port: number | undefined): Promise<void> {
    this.registration.start(port);
    await this.enforceFetch();
    await this.enforce(this.options.enforceRegistrationAtInit, this.registration);
  }

  private enforceFetch(): Promise<void> {
    return this.enforce(this.options.enforceFetchAtInit && this.fetches, this.discovery);
  }

  /** Rejects with the error of a first attempt, if the options do not tolerate it. */
  private async enforce(isEnforced: boolean, part: Registration | Discovery): Promise<void> {
    const error = isEnforced ? await part.firstAttemptError() : undefined;
    if (error && !this.stopped) throw error;
  }

  private async stopIfRejected(starting: Promise<void>): Promise<void> {
    try {
      await starting;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  private async end(): Promise<void> {
    await this.logFailure(this.registration.stop());
    // Up to here this process may still answer requests, and need the cache for them.
    await this.logFailure(this.discovery.stop());
    this.failover.close();
    this.registration.cancelFirst();
    await within(backupLimitMs, this.discovery.settled(), undefined);
    this.events.emit('stopped', {});
    this.streams.end();
  }

  private async logFailure(stopping: Promise<void>): Promise<void> {
    await stopping.catch((error: unknown) => this.logger.error(`stop failed: ${String(error)}`));
  }
}
