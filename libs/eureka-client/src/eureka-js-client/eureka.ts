import { encodeInstance, idOf, type InstanceInfo } from '@eureka-nest/protocol';
import { within } from '@eureka-nest/runtime/time';
import { EventEmitter } from 'node:events';
import { resolveTxt } from 'node:dns/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { TxtLookup } from '../transport/dns-service-urls.js';
import { EurekaClient } from '../eureka-client.js';
import { awsMetadata } from './aws-metadata.js';
import { defaults, type EurekaConfig, type GivenEurekaConfig, merged, validateConfig } from './config.js';
import { asClientLogger, type JsClientLogger, Logger } from './logger.js';
import { describedBy, portIn, withAwsMetadata } from './own-instance.js';
import { asPrepareRequest, type RequestMiddleware } from './request-middleware.js';
import { serviceUrlsOf } from './service-urls.js';
import { configInFiles } from './yaml-files.js';

type Callback = (error?: Error | null) => void;

const noop = (): void => undefined;

type NamesOf = (instance: InstanceInfo) => readonly string[];
const vipsOf: NamesOf = ({ vipAddress = '' }) => vipAddress.split(',');

/** Parts of the environment; specs replace them. */
export interface EurekaParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly resolveTxt: TxtLookup;
  readonly awsMetadata: () => Promise<Record<string, string>>;
}

/** Instance in wire form, with `port.$`, as eureka-js-client returns it. */
export type EurekaInstance = ReturnType<typeof encodeInstance> & Readonly<Record<string, unknown>>;

/**
 * Drop-in for the class of eureka-js-client: same configuration, methods, events and callbacks. The
 * differences are listed in docs/reference/migrating-from-eureka-js-client.md.
 */
export class Eureka extends EventEmitter {
  readonly logger: JsClientLogger;
  config: EurekaConfig;
  requestMiddleware: RequestMiddleware;
  private client: EurekaClient | undefined;
  private starting: Promise<void> | undefined;
  private stopping = false;

  private readonly parts: EurekaParts;

  constructor(given: GivenEurekaConfig = {}, parts: Partial<EurekaParts> = {}) {
    super();
    this.parts = { env: process.env, resolveTxt, awsMetadata, ...parts };
    this.logger = given.logger ?? new Logger();
    this.logger.debug('initializing eureka client');
    this.config = merged(defaults, ...configInFiles(given, this.parts.env), given) as EurekaConfig;
    this.validateConfig(this.config);
    this.requestMiddleware = this.config.requestMiddleware;
  }

  get amazonDataCenter(): boolean {
    return this.config.instance.dataCenterInfo?.name?.toLowerCase() === 'amazon';
  }

  get instanceId(): string | undefined {
    const { instanceId, dataCenterInfo, hostName } = this.config.instance;
    if (instanceId) return instanceId;
    return this.amazonDataCenter ? dataCenterInfo?.metadata?.['instance-id'] : hostName;
  }

  validateConfig(config: EurekaConfig): void {
    validateConfig(config);
  }

  /** Registers and fetches. The callback gets an error if that fails; the client keeps retrying. */
  start(callback: Callback = noop): void {
    this.starting ??= this.begin();
    this.starting.then(
      () => {
        this.emit('started');
        callback(null);
      },
      (error: Error) => {
        this.logger.warn('Error starting the Eureka Client', error);
        callback(error);
      },
    );
  }

  /** Cancels the registration and stops. */
  stop(callback: Callback = noop): void {
    this.stopping = true;
    this.end().then((fault) => callback(fault ?? null), callback);
  }

  getInstancesByAppId(appId: string): EurekaInstance[] {
    return this.instancesBy('appId', appId, 'Unable to retrieve', ({ app }) => [app]);
  }

  getInstancesByVipAddress(vipAddress: string): EurekaInstance[] {
    return this.instancesBy('vipAddress', vipAddress, 'Unable to retrieves', vipsOf);
  }

  /** Updates the cached registry now. */
  fetchRegistry(callback: Callback = noop): void {
    const fetched = this.client?.refresh() ?? Promise.resolve();
    const hasRegistry = () => this.client?.copyAgeMs !== undefined;
    fetched.then(
      () => callback(hasRegistry() ? null : new Error('Unable to retrieve full registry from Eureka server')),
      (error: Error) => callback(error),
    );
  }

  private instancesBy(key: string, name: string, failure: string, namesOf: NamesOf): EurekaInstance[] {
    if (!name) throw new RangeError(`Unable to query instances with no ${key}`);
    const wanted = name.toUpperCase();
    const found = this.instancesWhere((each) => namesOf(each).some((one) => one.toUpperCase() === wanted));
    if (found.length === 0) this.logger.warn(`${failure} instances for ${key}: ${name}`);
    return found;
  }

  private instancesWhere(wanted: (instance: InstanceInfo) => boolean): EurekaInstance[] {
    const { filterUpInstances } = this.config.eureka;
    return (this.client?.allInstances() ?? [])
      .filter((each) => wanted(each) && (each.status === 'UP' || !filterUpInstances))
      .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
      .map((each) => encodeInstance(each) as EurekaInstance);
  }

  private async begin(): Promise<void> {
    if (this.amazonDataCenter && this.config.eureka.fetchMetadata)
      this.config = withAwsMetadata(this.config, await this.parts.awsMetadata());
    const { eureka, instance } = this.config;
    if (this.stopping) return;
    const client = (this.client = this.makeClient());
    await client.start(eureka.registerWithEureka ? portIn(instance) : undefined);
    if (eureka.registerWithEureka) await this.waitFor(client.whenRegistered(), 'accept the registration');
    if (!eureka.fetchRegistry) return;
    await this.waitFor(client.whenFetched(), 'answer a fetch');
    while (eureka.waitForRegistry && !this.stopping && this.isMissing()) {
      await pause(200);
      await client.refresh();
    }
  }

  private isMissing(): boolean {
    const { vipAddress = '' } = this.config.instance;
    return this.instancesWhere((each) => vipsOf(each).includes(vipAddress)).length === 0;
  }

  /** Waits as long as eureka-js-client would retry. The client itself keeps retrying. */
  private async waitFor(done: Promise<boolean>, what: string): Promise<void> {
    const { maxRetries, requestRetryDelay } = this.config.eureka;
    const patienceMs = 1_000 + (requestRetryDelay * maxRetries * (maxRetries + 1)) / 2;
    const outcome = await within(patienceMs, done, 'late');
    if (outcome === 'late')
      throw new Error(
        `no registry responded to ${what}: are host, port and path correct? The client keeps retrying`,
      );
    if (!outcome) throw new Error(`stopped before a registry responded to ${what}`);
  }

  private makeClient(): EurekaClient {
    const { eureka, shouldUseDelta, instance, tls } = this.config;
    const logger = asClientLogger(this.logger);
    const client = new EurekaClient(
      {
        appName: instance.app ?? 'unknown',
        ...(instance.hostName && { hostname: instance.hostName }),
        ...(instance.ipAddr && { ipAddress: instance.ipAddr }),
        registerWithEureka: eureka.registerWithEureka,
        fetchRegistry: eureka.fetchRegistry,
        filterOnlyUpInstances: eureka.filterUpInstances,
        disableDelta: !shouldUseDelta,
        // Same requests at the same intervals as eureka-js-client: no feed.
        followChanges: false,
        lingerMs: 0,
        serviceUrlPollIntervalSecs: Math.max(1, Math.ceil(eureka.clusterRefreshInterval / 1000)),
        backOffCapMs: Math.max(100, eureka.requestRetryDelay * Math.max(1, eureka.maxRetries)),
      },
      {
        logger,
        serviceUrls: serviceUrlsOf(this.config, logger, this.parts.resolveTxt),
        prepareRequest: (request) => asPrepareRequest(this.requestMiddleware)(request),
        intervals: { heartbeatMs: eureka.heartbeatInterval, fetchMs: eureka.registryFetchInterval },
        describe: (made) => describedBy(this.config, made),
        ...(tls && { tls }),
      },
    );
    client.on('registered', () => this.emit('registered'));
    client.on('renewed', () => this.emit('heartbeat'));
    client.on('cancelled', () => this.emit('deregistered'));
    client.on('fetched', () => this.emit('registryUpdated'));
    return client;
  }

  private async end(): Promise<Error | undefined> {
    const { client } = this;
    if (!client) return undefined;
    let cancelled = !client.registered;
    client.on('cancelled', () => (cancelled = true));
    await client.stop();
    return cancelled
      ? undefined
      : new Error('eureka deregistration FAILED: no registry responded, the lease will expire');
  }
}
