import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import { BackupFile } from './discovery/backup-file.js';
import { type ChangeStream, ChangeStreams } from './events/change-stream.js';
import { type ClientEvents, Events } from './events/client-events.js';
import type { ClientLogger } from './log/client-logger.js';
import { consoleLogger } from './log/console-logger.js';
import { backOffMs } from './core/back-off.js';
import { NoRegistryError } from './core/errors.js';
import { instancesOf } from './core/registry-snapshot.js';
import { ownInstance } from './core/own-instance.js';
import type { FilteredOut, ServiceInstance } from './core/service-view.js';
import { EurekaClientOptions } from './options/eureka-client.options.js';
import { type Health, HealthWatch } from './registration/health-watch.js';
import { LocalCopy } from './discovery/registry-cache.js';
import { Milestone } from './events/one-time-signal.js';
import { ownAddress } from './registration/own-address.js';
import { Registrar } from './registration/registrar.js';
import type { Registries } from './transport/registry-failover.js';
import { type RegistriesParts, registriesOf } from './transport/registries-of.js';
import type { RegistrySource } from './discovery/registry-source.js';
import { registrySourceOf, type SourceParts } from './discovery/registry-source-of.js';
import { Safekeeping } from './discovery/backed-up-cache.js';
import {
  type Clock,
  type Pause,
  type Random,
  systemClock,
  systemPause,
  systemRandom,
} from './surroundings.js';

/** What a client takes from its surroundings; specs hand in their own. */
export interface EurekaClientParts extends RegistriesParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly pause: Pause;
  readonly logger: ClientLogger;
  /** Asked how this process is; what it says is told to the registries. */
  readonly health?: Health;
  /** What brings the registry in place of the poller. */
  readonly source?: SourceParts['source'];
  /** In place of the intervals of the options, which are whole seconds. */
  readonly rhythm?: { readonly heartbeatMs?: number; readonly fetchMs?: number };
  /** This process, where the options do not say enough. */
  readonly describe?: (instance: InstanceInfo) => InstanceInfo;
}

/** How long taking leave may last, beside the draining: whoever stops a process waits for this. */
const stopWithinMs = 1_500;

/** Makes this process known to others and others known to it. Needs no registry to be up: it waits for one in the background. */
export class EurekaClient {
  readonly options: EurekaClientOptions;
  private readonly registries: Registries;
  private readonly copy: LocalCopy;
  private readonly safekeeping: Safekeeping | undefined;
  private readonly source: RegistrySource;
  private readonly events: Events;
  private readonly streams: ChangeStreams;
  private readonly conditions: Promise<unknown>[] = [];
  private readonly parts: EurekaClientParts;
  private readonly backOff: (failures: number) => number;
  private readonly registration = new Milestone();
  private registrar: Registrar | undefined;
  private healthWatch: HealthWatch | undefined;
  private started = false;
  private ended = false;
  private stopped: Promise<void> | undefined;

  constructor(given: Partial<EurekaClientOptions> = {}, parts: Partial<EurekaClientParts> = {}) {
    this.options = given instanceof EurekaClientOptions ? given : new EurekaClientOptions(given);
    const { options } = this;
    const { clock, random, logger } = (this.parts = {
      clock: systemClock,
      random: systemRandom,
      pause: systemPause,
      logger: consoleLogger,
      ...parts,
    });
    this.backOff = (failures) => backOffMs(failures, options.backOffCapMs, random);
    this.events = new Events(logger);
    this.streams = new ChangeStreams(this.events);
    this.events.on('registered', () => this.registration.reached());
    this.registries = registriesOf(options, this.parts);
    const intervalMs = parts.rhythm?.fetchMs ?? options.registryFetchIntervalSecs * 1000;
    this.copy = new LocalCopy(
      { onlyUp: options.filterOnlyUpInstances, staleAfterMs: 3 * intervalMs },
      clock,
      logger,
      this.events,
      (registry) => this.registrar?.compare(registry),
    );
    const { backupRegistryFile: path } = options;
    if (path !== undefined) {
      const file = new BackupFile(path, (error) =>
        logger.warn(`the backup ${path} cannot be written: ${String(error)}`),
      );
      this.safekeeping = new Safekeeping(this.copy, file, clock, logger);
    }
    this.source = registrySourceOf(options, {
      registries: this.registries,
      sink: this.safekeeping ?? this.copy,
      rhythm: { intervalMs, backOff: this.backOff },
      events: this.events,
      own: () => (this.registrar?.registered ? this.registrar.name : undefined),
      clock,
      random,
      logger,
      source: parts.source,
    });
  }

  /** Whether a registry knows this process, as far as the last call could tell. */
  get registered(): boolean {
    return this.registrar?.registered ?? false;
  }

  /** This process as it registers; undefined before it is started, and where it only fetches. */
  get instance(): InstanceInfo | undefined {
    return this.registrar?.instance;
  }

  /** How long ago a registry last confirmed the copy; undefined while there is none. */
  get copyAgeMs(): number | undefined {
    return this.copy.ageMs;
  }

  /** Registration waits for this too, such as a database that must be there first. To be called before `start`. */
  registerAfter(condition: Promise<unknown>): void {
    condition.catch(() => undefined); // looked at when it is time to register
    this.conditions.push(condition);
  }

  /**
   * Begins to register and to fetch, and does not wait for either, but where the options enforce it. A second call is ignored.
   *
   * @param port where this process listens; without one there is nothing to call, and it only fetches
   * @throws NoRegistryError where the options enforce what no registry grants; the client is stopped then
   */
  async start(port = this.options.port): Promise<void> {
    if (this.started || this.stopped) return;
    this.started = true;
    const { enabled, registerWithEureka, fetchRegistry } = this.options;
    if (enabled && fetchRegistry) this.source.start();
    else this.neverFetches();
    if (enabled && registerWithEureka && port) this.register(port);
    else this.registration.missed();
    try {
      await this.enforce();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Takes this process out of the registry, at the first that answers, and ends all calls; at most 1.5 s and the longer of `drainMs` and `lingerMs`, and never rejects. */
  stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  /** True at the first registration; false when that will not happen: stopped before, or not asked to register. */
  whenRegistered(): Promise<boolean> {
    return this.registration.wait();
  }

  /** True at the first copy of the registry; false when there will be none: stopped before, or not asked to fetch. */
  whenFetched(): Promise<boolean> {
    return this.copy.firstFetch.wait();
  }

  /** Brings the copy up to date now, for whoever misses somebody; however often it is called, a registry is asked five times a second at most. */
  async refresh(): Promise<void> {
    if (this.started && !this.ended && this.options.enabled && this.options.fetchRegistry)
      await this.source.refresh();
  }

  /** The instances of a service that are UP, in the order of their ids; its name in any case. */
  instances(service: string): readonly ServiceInstance[] {
    return this.copy.view.instances(service);
  }

  /** Those of a service that `instances` keeps to itself, and why; balancers tell it when nobody can be called. */
  filteredOut(service: string): readonly FilteredOut[] {
    return this.copy.view.filteredOut(service);
  }

  /** The services that can be called, in lower case. */
  services(): readonly string[] {
    return this.copy.view.services;
  }

  /** Every instance of the copy as it stands on the wire, whatever its status. */
  allInstances(): readonly InstanceInfo[] {
    return [...instancesOf(this.copy.registry)];
  }

  /** Tells the registries at once how this process is. True as soon as one was told; false when that will not happen. */
  async setStatus(status: InstanceStatus): Promise<boolean> {
    return (await this.registrar?.edit({ status })) ?? false;
  }

  /** Puts metadata over what this process has said; an empty text takes an entry out. Tells the registries at once, as `setStatus`. */
  async setMetadata(metadata: Readonly<Record<string, string>>): Promise<boolean> {
    return (await this.registrar?.edit({ metadata })) ?? false;
  }

  /** @returns what ends the listening */
  on<K extends keyof ClientEvents>(name: K, listener: (event: ClientEvents[K]) => void): () => void {
    return this.events.on(name, listener);
  }

  /** The changes from now on, to be read with `for await`; it ends when the client stops. Of one service alone, where that is named. */
  changes(service?: string): ChangeStream {
    return this.streams.of(service);
  }

  private register(port: number): void {
    const { options } = this;
    const { clock, random, pause, logger, health, describe = (instance) => instance } = this.parts;
    const own = ownAddress(options);
    const instance = describe(ownInstance({ ...options, ...own }, port, clock(), random));
    const intervalMs = this.parts.rhythm?.heartbeatMs ?? options.leaseRenewalIntervalSecs * 1000;
    const rhythm = { intervalMs, backOff: this.backOff };
    const registrar = new Registrar(instance, this.registries, rhythm, clock, logger, this.events, pause);
    this.registrar = registrar;
    const words = `registering ${instance.app} as ${own.hostname}, ${own.ipAddress}:${port}, because ${own.why}`;
    if (options.ipAddress === undefined) logger.log(words);
    else logger.debug(words);
    if (own.warning) logger.warn(`${own.ipAddress} is a doubtful address: ${own.warning}`);
    const limitMs = Math.min(5, options.healthIntervalSecs) * 1000;
    if (health)
      this.healthWatch = new HealthWatch(
        health,
        { status: () => registrar.instance.status, set: (status) => void registrar.edit({ status }) },
        { intervalMs: options.healthIntervalSecs * 1000, limitMs },
        logger,
      );
    Promise.all(this.conditions).then(
      () => this.begin(registrar),
      (error: unknown) => logger.error(`not registering ${registrar.name}: ${String(error)}`),
    );
  }

  private begin(registrar: Registrar): void {
    if (this.stopped) return;
    this.healthWatch?.start();
    registrar.start();
  }

  private neverFetches(): void {
    this.copy.firstTry.missed();
    this.copy.firstFetch.missed();
  }

  /** What was asked to be there from the start is there, or the start has failed. */
  private async enforce(): Promise<void> {
    const { enforceFetchAtInit, enforceRegistrationAtInit, fetchRegistry } = this.options;
    if (enforceFetchAtInit && fetchRegistry && !(await this.copy.firstTry.wait())) {
      await this.safekeeping?.settled();
      if (this.copy.ageMs === undefined && !this.stopped)
        throw this.copy.fault ?? new NoRegistryError('a fetch of the registry', []);
    }
    if (enforceRegistrationAtInit && this.registrar && !(await this.registrar.firstTry.wait())) {
      if (!this.stopped) throw this.registrar.fault ?? new NoRegistryError('the registration', []);
    }
  }

  private async end(): Promise<void> {
    const { shouldUnregisterOnShutdown: cancel, drainMs, lingerMs } = this.options;
    const leaving = { budgetMs: stopWithinMs + drainMs, cancel, drainMs, lingerMs };
    await this.inOrder([this.registrar?.stop(leaving), this.healthWatch?.stop()]);
    // Up to now this process may still have been asked, and have had to ask others.
    this.ended = true;
    await this.inOrder([this.source.stop()]);
    this.registries.close();
    this.registration.missed();
    this.neverFetches();
    await this.safekeeping?.settled();
    this.events.tell('stopped', {});
    this.streams.end();
  }

  private async inOrder(ends: readonly (Promise<void> | undefined)[]): Promise<void> {
    for (const each of await Promise.allSettled(ends)) {
      if (each.status === 'rejected')
        this.parts.logger.error(`could not stop in order: ${String(each.reason)}`);
    }
  }
}
