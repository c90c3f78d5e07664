import { every, type Stop } from '@eureka-nest/runtime/time';
import type { Candidate } from '../core/instance-source.js';
import { EtcdGateway, type EtcdParts } from './etcd-gateway.js';
import { defaultPrefix } from './etcd-source.js';
import { SourceLog, type SourceLogger } from './source-log.js';

export interface EtcdRegistrationParts extends EtcdParts {
  readonly service: string;
  readonly instance: Candidate;
  readonly prefix?: string;
  /** After this time without a sign of life etcd forgets the instance. */
  readonly ttlSecs?: number;
  readonly logger?: SourceLogger;
}

/** The other side of {@link EtcdSource}: keeps an instance listed as long as its process lives. */
export class EtcdRegistration {
  private readonly gateway: EtcdGateway;
  private readonly log: SourceLog;
  private lease: string | undefined;
  private stopRenewing: Stop | undefined;

  constructor(private readonly parts: EtcdRegistrationParts) {
    this.gateway = new EtcdGateway(parts);
    this.log = new SourceLog('etcd', parts.logger);
  }

  /** @throws SourceUnavailableError when no endpoint answers; it goes on trying all the same */
  async start(): Promise<void> {
    const { ttlSecs = 10 } = this.parts;
    this.stopRenewing ??= every((ttlSecs * 1000) / 3, () => this.renew().catch((error: unknown) => this.log.failed(error))); // prettier-ignore
    await this.renew();
  }

  /** Out of the list at once; without a word it would stay for `ttlSecs`. */
  async stop(): Promise<void> {
    this.stopRenewing?.();
    this.stopRenewing = undefined;
    const { lease } = this;
    this.lease = undefined;
    if (lease) await this.gateway.revoke(lease).catch((error: unknown) => this.log.failed(error));
  }

  private async renew(): Promise<void> {
    if (!this.lease || !(await this.gateway.keepAlive(this.lease))) await this.register();
    this.log.answered();
  }

  private async register(): Promise<void> {
    const { service, instance, prefix = defaultPrefix, ttlSecs = 10 } = this.parts;
    const { instanceId, ...said } = instance;
    const lease = await this.gateway.grant(ttlSecs);
    await this.gateway.put(`${prefix}${service}/${instanceId}`, JSON.stringify(said), lease);
    this.lease = lease;
  }
}
