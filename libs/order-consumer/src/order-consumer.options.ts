import { AppOptions, applySettings, oneOf, setting, text, url } from '@eureka-nest/runtime';

/** What the consumer is told, beside the options of its client and of its balancer. */
export class OrderConsumerOptions extends AppOptions {
  override readonly port: number = 80;

  /** Where payments are: the name of their service, or an address such as http://localhost:8001 in the course's first stages. */
  @setting('payment.service-url', url)
  readonly paymentUrl: string = 'http://CLOUD-PAYMENT-SERVICE';

  /** The service whose instances `/consumer/payment/lb` picks from by hand, and whose coming and going is logged. */
  @setting('payment.service-id', text)
  readonly paymentService: string = 'CLOUD-PAYMENT-SERVICE';

  /** What `/consumer/payment/zipkin` calls: one provider, by its address. */
  @setting('payment.zipkin-url', url)
  readonly zipkinUrl: string = 'http://localhost:8001/payment/zipkin/';

  /** `course` turns the host `localhost` of registry URLs into `eureka<port>.com`, as in the course's hosts file. */
  @setting('eureka.hostnames', oneOf('localhost', 'course'))
  readonly hostnames: 'localhost' | 'course' = 'localhost';

  constructor(given: Partial<OrderConsumerOptions> = {}) {
    super();
    applySettings(this, given);
  }
}
