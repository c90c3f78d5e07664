import { EurekaClient, EurekaClientOptions } from '@eureka-nest/client';
import { useCourseConventions } from '@eureka-nest/common-api/nest';
import { type Candidate, fixedList, LoadBalancerOptions } from '@eureka-nest/load-balancer';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { OrderConsumerModule } from '../../src/order-consumer.module.js';
import { OrderConsumerOptions } from '../../src/order-consumer.options.js';
import { SmallProvider } from './small-provider.js';

/** Options of a consumer under test. */
interface Setup {
  readonly options?: Partial<OrderConsumerOptions>;
  readonly loadBalancer?: Partial<LoadBalancerOptions>;
  /** Known instances by service; all three providers by default. */
  readonly known?: Readonly<Record<string, readonly Candidate[]>>;
}

/** A consumer without a registry, and three providers. */
export class ConsumerStage {
  /** Lines that the consumer logged. */
  readonly lines: string[] = [];
  private app?: NestFastifyApplication;

  private constructor(readonly providers: readonly [SmallProvider, SmallProvider, SmallProvider]) {}

  /** Starts the providers, not the consumer. */
  static async create(): Promise<ConsumerStage> {
    const providers = [8001, 8002, 8003].map((port) => new SmallProvider(`payment${port}`).start());
    const [first, second, third] = await Promise.all(providers);
    return new ConsumerStage([first!, second!, third!]);
  }

  async start({ options, loadBalancer, known }: Setup = {}): Promise<NestFastifyApplication> {
    const testing = await Test.createTestingModule({
      imports: [
        OrderConsumerModule.forRoot({
          options: new OrderConsumerOptions(options),
          eureka: new EurekaClientOptions(),
          loadBalancer: new LoadBalancerOptions(loadBalancer),
        }),
      ],
    })
      .overrideProvider(EurekaClient)
      .useValue({
        ...fixedList(known ?? { 'cloud-payment-service': this.providers }),
        stop: async () => undefined,
      })
      .compile();
    this.app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    useCourseConventions(this.app, 'consumer', { en: 'under test', zh: '测试' });
    await this.app.init();
    await this.app.getHttpAdapter().getInstance().ready();
    const record = (text: unknown) => void this.lines.push(String(text));
    this.app.useLogger({ log: record, warn: record, error: record });
    return this.app;
  }

  /** Sends a GET to the consumer, below `/consumer/payment/`. */
  get(path: string, headers: Record<string, string> = {}) {
    if (!this.app) throw new Error('the consumer has not started');
    return this.app.inject({ method: 'GET', url: `/consumer/payment/${path}`, headers });
  }

  /** Requests that the providers received. */
  get requests(): readonly string[] {
    return this.providers.flatMap(({ requests }) => requests);
  }

  async clear(): Promise<void> {
    await this.app?.close();
    await Promise.all(this.providers.map((each) => each.kill()));
  }
}
