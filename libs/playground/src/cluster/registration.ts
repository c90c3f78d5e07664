import { type InstanceInfo, paths } from '@eureka-nest/protocol';
import {
  backOffMs,
  cancelRequest,
  heartbeatRequest,
  needsStartingFirst,
  nextAction,
  NoRegistryError,
  ownInstance,
  type RegistrationEvent,
  type RegistrationState,
  registerRequest,
  transition,
  unregistered,
} from '@eureka-nest/client/discovery';
import type { RegistryRequests } from './registry-requests.js';
import type { SimProcess } from './sim-process.js';
import { EPOCH, type World } from './world.js';

/** Keeps one instance registered: each request follows from the real state of a registration. */
export class Registration {
  private state: RegistrationState;
  private failures = 0;
  private isInFlight = false;
  private attempt = 0;

  constructor(
    private readonly client: SimProcess,
    private readonly world: World,
    private readonly requests: RegistryRequests,
    private readonly log: (text: string) => void,
    private readonly whenRegistered: () => void,
  ) {
    this.state = unregistered(instanceOf(client, world));
  }

  get instance(): InstanceInfo {
    return this.state.instance;
  }

  /** This process as `APP/id` while it is registered. */
  get identity(): string | undefined {
    const { app, instanceId = '' } = this.instance;
    return this.state.phase === 'registered' ? `${app}/${instanceId}` : undefined;
  }

  start(): void {
    this.run();
  }

  /** Cancels; `left` is called once a registry has responded, or none has. */
  leave(left: () => void): void {
    this.attempt += 1;
    this.apply({ type: 'leave' });
    this.requests.send(cancelRequest(this.instance), 'register', 'write', (sent) => {
      this.apply({ type: 'gone' });
      this.log(sent instanceof NoRegistryError ? 'could not cancel: its lease will expire' : 'cancelled');
      left();
    });
  }

  /** The listing of this process may ask for a heartbeat at once, see the real `Registrar`. */
  compareWith(listed: InstanceInfo | undefined): void {
    const { instance, listedAs: before } = this.state;
    this.apply({ type: 'listed', listed, now: this.now });
    const isDelisted = before !== undefined && this.state.listedAs === undefined;
    if ((this.instance !== instance || isDelisted) && !this.isInFlight) this.run();
  }

  private get now(): number {
    return EPOCH + this.world.now;
  }

  private run(): void {
    const action = nextAction(this.state);
    if (action === 'register') this.register();
    if (action === 'renew') this.renew();
  }

  private renew(): void {
    this.isInFlight = true;
    this.requests.send(heartbeatRequest(this.instance), 'heartbeat', 'write', (sent) => {
      this.isInFlight = false;
      if (sent instanceof NoRegistryError) return this.noRegistry();
      if (sent.value === 'renewed') {
        this.apply({ type: 'renewed' });
        return this.again(true);
      }
      this.apply({ type: 'unknown to registry', now: this.now });
      this.log(`heartbeat got 404 from ${sent.from}: registering again`);
      this.register();
    });
  }

  private register(): void {
    const { stuckAs, accepted } = this.state;
    const isStuck = needsStartingFirst(stuckAs ?? accepted?.status, this.instance.status);
    const sentStatus = isStuck ? { ...this.instance, status: 'STARTING' as const } : this.instance;
    this.isInFlight = true;
    this.apply({ type: 'registration sent' });
    this.requests.send(registerRequest(sentStatus), 'register', 'write', (sent) => {
      this.isInFlight = false;
      this.apply({ type: 'registration ended' });
      if (sent instanceof NoRegistryError) return this.noRegistry();
      if (isStuck) {
        this.apply({ type: 'sent as STARTING', now: this.now });
        this.apply({ type: 'registered', version: 0, status: 'STARTING' });
        return this.register();
      }
      const { lastDirtyTimestamp: version, status } = sentStatus;
      this.apply({ type: 'registered', version, status });
      this.log(`registered at ${sent.from}`);
      this.whenRegistered();
      this.again(true);
    });
  }

  private noRegistry(): void {
    this.apply({ type: 'no registry' });
    this.again(false);
  }

  private again(succeeded: boolean): void {
    const { pace } = this.world;
    const attempt = (this.attempt += 1);
    this.failures = succeeded ? 0 : this.failures + 1;
    // Java's client tries again at its next heartbeat.
    const retryMs = pace.hasFeed
      ? backOffMs(this.failures, pace.heartbeatMs, () => this.world.random(this.client.name))
      : pace.heartbeatMs;
    this.client.later(succeeded ? pace.heartbeatMs : retryMs, () => {
      if (attempt === this.attempt && !this.isInFlight) this.run();
    });
  }

  private apply(event: RegistrationEvent): void {
    this.state = transition(this.state, event);
  }
}

/** The instance that a process registers, by the real builder with Spring's defaults. */
function instanceOf({ declared, port, name }: SimProcess, world: World): InstanceInfo {
  const { pace } = world;
  const own = {
    appName: declared.service ?? '',
    instanceId: name,
    hostname: 'localhost',
    ipAddress: '127.0.0.1',
    preferIpAddress: false,
    securePortEnabled: false,
    nonSecurePortEnabled: true,
    initialStatus: 'UP',
    leaseRenewalIntervalSecs: Math.round(pace.heartbeatMs / 1_000),
    leaseExpirationDurationSecs: pace.leaseSecs,
    metadata: {},
    homePageUrlPath: '/',
    statusPageUrlPath: '/actuator/info',
    healthCheckUrlPath: '/actuator/health',
  } as const;
  return ownInstance(own, port, EPOCH + world.now, () => world.random(name));
}

/** Request of an operator who overrides the status of an instance, or removes the override. */
export function overrideRequest({ app, instanceId = '' }: InstanceInfo, status: string | undefined) {
  const path = `/eureka/${paths.status(app, instanceId)}`;
  return {
    method: status === undefined ? 'DELETE' : 'PUT',
    path: status === undefined ? `${path}?value=UP` : `${path}?value=${status}`,
    headers: {},
    body: '',
  };
}
