import { EurekaClient } from '@eureka-nest/client';
import { every, type Stop } from '@eureka-nest/runtime/time';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { OrderConsumerOptions } from './order-consumer.options.js';

const checkIntervalMs = 500;

/** Logs the known providers whenever that set changes. */
@Injectable()
export class ProvidersWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Order');
  private lastIds = '';
  private stop: Stop | undefined;

  constructor(
    private readonly options: OrderConsumerOptions,
    private readonly eureka: EurekaClient,
  ) {}

  onApplicationBootstrap(): void {
    this.stop = every(checkIntervalMs, () => this.check(), this.logger);
  }

  onApplicationShutdown(): void {
    this.stop?.();
  }

  check(): void {
    const { paymentService } = this.options;
    const ids = this.eureka.instances(paymentService).map(({ instanceId }) => instanceId);
    const now = ids.join(', ');
    if (now === this.lastIds) return;
    this.lastIds = now;
    const count = `${ids.length || 'no'} ${ids.length === 1 ? 'instance' : 'instances'}`;
    this.logger.log(`${paymentService}: ${count}${now && ` (${now})`}`);
  }
}
