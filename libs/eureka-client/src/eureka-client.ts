import type { InstanceStatus } from '@eureka-nest/protocol';
import { type Clock, type Random, systemClock, systemRandom } from '@eureka-nest/runtime';
import { Logger } from '@nestjs/common';
import type { ClientLogger } from './client-logger.js';
import { backOffMs } from './core/back-off.js';
import { ownInstance } from './core/own-instance.js';
import type { ServiceInstance } from './core/service-view.js';
import { EurekaClientOptions } from './eureka-client.options.js';
import { Milestone } from './milestone.js';
import { ownAddress, ownHostname } from './own-address.js';
import { Refresher } from './refresher.js';
import { Registrar } from './registrar.js';
import { Registries } from './registries.js';
import { RegistryHttp } from './registry-http.js';

/** What a client takes from its surroundings; specs hand in their own. */
export interface EurekaClientParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: ClientLogger;
}

/** How long taking leave may last: whoever stops a process waits for this. */
const stopWithinMs = 1_500;

const demandGapMs = 200;

/** Makes this process known to others and others known to it. Needs no registry to be up: it waits for one in the background. */
export class EurekaClient {
  private readonly registries: Registries;
  private readonly refresher: Refresher;
  private readonly registration = new Milestone();
  private readonly conditions: Promise<unknown>[] = [];
  private readonly clock: Clock;
  private readonly logger: ClientLogger;
  private readonly backOff: (failures: number) => number;
  private registrar: Registrar | undefined;
  private started = false;
  private stopped: Promise<void> | undefined;

  constructor(
    readonly options: EurekaClientOptions = new EurekaClientOptions(),
    {
      clock = systemClock,
      random = systemRandom,
      logger = new Logger('Eureka'),
    }: Partial<EurekaClientParts> = {},
  ) {
    this.clock = clock;
    this.logger = logger;
    this.backOff = (failures) => backOffMs(failures, options.backOffCapMs, random);
    const limitMs = (options.connectTimeoutSecs + options.readTimeoutSecs) * 1000;
    this.registries = new Registries(options.serviceUrls, new RegistryHttp(limitMs), logger);
    const { disableDelta, registryFetchIntervalSecs } = options;
    this.refresher = new Refresher(
      this.registries,
      { disableDelta, demandGapMs, intervalMs: registryFetchIntervalSecs * 1000, backOff: this.backOff },
      clock,
      logger,
      (registry) => this.registrar?.compare(registry),
    );
  }

  /** Whether a registry knows this process, as far as the last call could tell. */
  get registered(): boolean {
    return this.registrar?.registered ?? false;
  }

  /** Registration waits for this too, such as a database that must be there first. To be called before `start`. */
  registerAfter(condition: Promise<unknown>): void {
    condition.catch(() => undefined); // looked at when it is time to register
    this.conditions.push(condition);
  }

  /**
   * Begins to register and to fetch, and does not wait for either. A second call is ignored.
   *
   * @param port where this process listens; without one there is nothing to call, and it only fetches
   */
  start(port?: number): void {
    if (this.started || this.stopped) return;
    this.started = true;
    const { enabled, registerWithEureka, fetchRegistry } = this.options;
    if (enabled && fetchRegistry) this.refresher.start();
    else this.refresher.firstFetch.missed();
    if (enabled && registerWithEureka && port) this.register(port);
    else this.registration.missed();
  }

  /** Takes this process out of the registry, at the first that answers, and ends all calls; at most 1.5 s, and never rejects. */
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
    return this.refresher.firstFetch.wait();
  }

  /** Brings the copy up to date now, for whoever misses somebody; however often it is called, a registry is asked five times a second at most. */
  async refresh(): Promise<void> {
    if (this.started && this.options.enabled && this.options.fetchRegistry) await this.refresher.refresh();
  }

  /** The instances of a service that are UP, in the order of their ids; its name in any case. */
  instances(service: string): readonly ServiceInstance[] {
    return this.refresher.view.instances(service);
  }

  /** The services that can be called, in lower case. */
  services(): readonly string[] {
    return this.refresher.view.services;
  }

  /** Tells the registries at once how this process is; before it is started there is nothing to tell. */
  setStatus(status: InstanceStatus): void {
    this.registrar?.setStatus(status);
  }

  private register(port: number): void {
    const { hostname = ownHostname(), ipAddress = ownAddress() } = this.options;
    const instance = ownInstance({ ...this.options, hostname, ipAddress }, port, this.clock());
    const rhythm = { intervalMs: this.options.leaseRenewalIntervalSecs * 1000, backOff: this.backOff };
    const registrar = new Registrar(
      instance,
      this.registries,
      rhythm,
      this.clock,
      this.logger,
      this.registration,
    );
    this.registrar = registrar;
    Promise.all(this.conditions).then(
      () => registrar.start(),
      (error: unknown) => this.logger.error(`not registering ${registrar.name}: ${String(error)}`),
    );
  }

  private async end(): Promise<void> {
    const { shouldUnregisterOnShutdown: cancel } = this.options;
    const ends = [this.refresher.stop(), this.registrar?.stop({ budgetMs: stopWithinMs, cancel })];
    for (const each of await Promise.allSettled(ends)) {
      if (each.status === 'rejected') this.logger.error(`could not stop in order: ${String(each.reason)}`);
    }
    this.registration.missed();
  }
}
