import { every, type Stop } from '@eureka-nest/runtime/time';
import type { Candidate } from '../../core/instance-source.js';
import type { BalancerLogger } from '../../options/load-balancer-parts.js';
import { OneAtATime } from '../one-at-a-time.js';
import { SourceLog } from '../source-log.js';
import { EtcdGateway, type EtcdParts } from './etcd-gateway.js';
import { defaultPrefix } from './etcd-source.js';

export interface EtcdRegistrationParts extends EtcdParts {
  readonly service: string;
  readonly instance: Candidate;
  readonly prefix?: string;
  /** Lease duration: etcd removes an instance that has not renewed for this long. */
  readonly ttlSecs?: number;
  readonly logger?: BalancerLogger;
}

/** Keeps one instance listed in etcd while its process lives; {@link EtcdSource} reads it. */
export class EtcdRegistration {
  private readonly gateway: EtcdGateway;
  private readonly log: SourceLog;
  private readonly renewals = new OneAtATime(() => this.renew());
  private lease: string | undefined;
  /** True once the instance's key has been written with the lease. */
  private isListed = false;
  private stopRenewing: Stop | undefined;
  private stopping = new AbortController();
  private stopped: Promise<void> = Promise.resolve();

  constructor(private readonly parts: EtcdRegistrationParts) {
    this.gateway = new EtcdGateway(parts);
    this.log = new SourceLog('etcd', parts.logger);
  }

  /**
   * Registers the instance. A stop in between ends it without an error.
   *
   * @throws SourceUnavailableError if no endpoint responds; renewals retry all the same
   */
  async start(): Promise<void> {
    await this.stopped;
    const { signal } = this.stopping;
    const failed = (error: unknown) => {
      if (!signal.aborted) this.log.failed(error);
    };
    this.stopRenewing ??= every((this.ttlSecs * 1000) / 3, () => this.renewals.run().catch(failed));
    try {
      await this.renewals.run();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Removes the instance at once; otherwise it would stay listed for `ttlSecs`. */
  stop(): Promise<void> {
    return (this.stopped = this.end());
  }

  private async end(): Promise<void> {
    this.stopRenewing?.();
    this.stopRenewing = undefined;
    this.stopping.abort();
    // A renewal in flight may be about to have a lease or to write the key: its lease is revoked.
    await this.renewals.settled();
    this.stopping = new AbortController();
    const { lease } = this;
    this.lease = undefined;
    if (lease) await this.gateway.revoke(lease).catch((error: unknown) => this.log.failed(error));
  }

  private async renew(): Promise<void> {
    const { signal } = this.stopping;
    if (this.lease && !(await this.gateway.keepAlive(this.lease, signal))) this.lease = undefined;
    if (!this.lease) {
      this.isListed = false;
      this.lease = await this.gateway.grant(this.ttlSecs, signal);
    }
    if (!this.isListed) await this.write(this.lease, signal);
    this.isListed = true;
    this.log.succeeded();
  }

  private async write(lease: string, signal: AbortSignal): Promise<void> {
    const { service, instance, prefix = defaultPrefix } = this.parts;
    const { instanceId, ...value } = instance;
    await this.gateway.put(`${prefix}${service}/${instanceId}`, JSON.stringify(value), lease, signal);
  }

  private get ttlSecs(): number {
    return this.parts.ttlSecs ?? 10;
  }
}
