import { EurekaClientOptions } from '@eureka-nest/client';
import { useCourseConventions } from '@eureka-nest/common-api/nest';
import { LoadBalancerOptions } from '@eureka-nest/load-balancer';
import { type App, courseHostnames, fromEnv, exitOnFailure, runApp } from '@eureka-nest/runtime';
import { OrderConsumerModule } from './order-consumer.module.js';
import { OrderConsumerOptions } from './order-consumer.options.js';
import { callsMetadata } from './published-calls.js';
import { routePhrases } from './route-phrases.js';

/** Options that an app passes; the environment overrides them. */
export interface OrderConsumerGiven extends Partial<OrderConsumerOptions> {
  readonly eureka?: Partial<EurekaClientOptions>;
  readonly loadBalancer?: Partial<LoadBalancerOptions>;
}

const description = {
  en: 'Asks the payment service, and stores nothing itself.',
  zh: '调用支付服务，自己不存储任何数据。',
};

const demoClient = ({ port }: OrderConsumerOptions) => ({
  appName: 'cloud-order-service',
  serviceUrls: ['http://localhost:7001/eureka/', 'http://localhost:7002/eureka/'] as readonly string[],
  hostname: 'localhost',
  ipAddress: '127.0.0.1',
  // Spring's default of 30 s is a long wait for a provider that has just started.
  registryFetchIntervalSecs: 1,
  // Port 0 (any free port) is not known yet; the client then derives the id from the real one.
  ...(port > 0 && { instanceId: `order${port}` }),
});

/** Runs one consumer process; an app only adds options. */
export function runOrderConsumer(given: OrderConsumerGiven = {}): Promise<void> {
  const name = `order-consumer-${given.port ?? 80}`;
  return exitOnFailure(name, () => runApp(orderConsumer(name, given)));
}

/** The consumer as `runApp` takes it, not yet running. */
export function orderConsumer(name: string, given: OrderConsumerGiven = {}, env?: NodeJS.ProcessEnv): App {
  const { eureka: givenEureka, loadBalancer: givenBalancer, ...rest } = given;
  const options = new OrderConsumerOptions({ ...rest, ...fromEnv(OrderConsumerOptions, env) });
  const client = { ...demoClient(options), ...givenEureka, ...fromEnv(EurekaClientOptions, env) };
  const urls = client.serviceUrls;
  const serviceUrls = options.hostnames === 'course' ? urls.map(courseHostnames) : urls;
  const metadata = { ...(options.publishCalls && callsMetadata), ...client.metadata };
  const eureka = new EurekaClientOptions({ ...client, serviceUrls, metadata });
  const loadBalancer = new LoadBalancerOptions({ ...givenBalancer, ...fromEnv(LoadBalancerOptions, env) });
  return {
    name,
    ...options,
    fallbackPort: 8080,
    imports: [OrderConsumerModule.forRoot({ options, eureka, loadBalancer })],
    prepare: (app) => useCourseConventions(app, 'cloud-order-service', description, routePhrases),
  };
}
