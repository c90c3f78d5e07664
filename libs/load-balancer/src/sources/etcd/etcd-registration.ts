import { every, type Stop } from '@eureka-nest/runtime/time';
import type { Candidate } from '../../core/instance-source.js';
import type { BalancerLogger } from '../../options/load-balancer-parts.js';
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
  private lease: string | undefined;
  private stopRenewing: Stop | undefined;

  constructor(private readonly parts: EtcdRegistrationParts) {
    this.gateway = new EtcdGateway(parts);
    this.log = new SourceLog('etcd', parts.logger);
  }

  /** @throws SourceUnavailableError if no endpoint responds; renewals retry all the same */
  async start(): Promise<void> {
    const { ttlSecs = 10 } = this.parts;
    const logFailure = (error: unknown) => this.log.failed(error);
    this.stopRenewing ??= every((ttlSecs * 1000) / 3, () => this.renew().catch(logFailure));
    await this.renew();
  }

  /** Removes the instance at once; otherwise it would stay listed for `ttlSecs`. */
  async stop(): Promise<void> {
    this.stopRenewing?.();
    this.stopRenewing = undefined;
    const { lease } = this;
    this.lease = undefined;
    if (lease) await this.gateway.revoke(lease).catch((error: unknown) => this.log.failed(error));
  }

  private async renew(): Promise<void> {
    if (!this.lease || !(await this.gateway.keepAlive(this.lease))) await this.register();
    this.log.succeeded();
  }

  private async register(): Promise<void> {
    const { service, instance, prefix = defaultPrefix, ttlSecs = 10 } = this.parts;
    const { instanceId, ...value } = instance;
    const lease = await this.gateway.grant(ttlSecs);
    await this.gateway.put(`${prefix}${service}/${instanceId}`, JSON.stringify(value), lease);
    this.lease = lease;
  }
}
