import { AppOptions, applySettings, flag, oneOf, seconds, setting, text, url } from '@eureka-nest/runtime';

/** Options of the consumer, besides those of its Eureka client and its balancer. */
export class OrderConsumerOptions extends AppOptions {
  override readonly port: number = 80;

  /**
   * Payment service: its name, or an address such as http://localhost:8001 in the course's first
   * stages.
   */
  @setting('payment.service-url', url)
  readonly paymentUrl: string = 'http://CLOUD-PAYMENT-SERVICE';

  /** Service whose instances `/consumer/payment/lb` picks from, and whose changes are logged. */
  @setting('payment.service-id', text)
  readonly paymentService: string = 'CLOUD-PAYMENT-SERVICE';

  /** Address of the provider that `/consumer/payment/zipkin` calls. */
  @setting('payment.zipkin-url', url)
  readonly zipkinUrl: string = 'http://localhost:8001/payment/zipkin/';

  /**
   * `course` replaces `localhost` in registry URLs by `eureka<port>.com`, as in the course's hosts
   * file.
   */
  @setting('eureka.hostnames', oneOf('localhost', 'course'))
  readonly hostnames: 'localhost' | 'course' = 'localhost';

  /** Publishes who was called, at `/consumer/calls`, for the picture in the console. */
  @setting('order.publish-calls', flag)
  readonly publishCalls: boolean = true;

  /** Keeps the balancer's list of instances as long as Spring does (35); none by default. */
  @setting('spring.cloud.loadbalancer.cache.ttl', seconds)
  readonly listCacheSecs?: number;

  constructor(given: Partial<OrderConsumerOptions> = {}) {
    super();
    applySettings(this, given);
  }
}
