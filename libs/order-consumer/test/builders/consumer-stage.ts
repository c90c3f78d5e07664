import { EurekaClient, EurekaClientOptions } from '@eureka-nest/client';
import { useCourseConventions } from '@eureka-nest/common-api/nest';
import { type Candidate, fixedList, LoadBalancerOptions } from '@eureka-nest/load-balancer';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { OrderConsumerModule } from '../../src/order-consumer.module.js';
import { OrderConsumerOptions } from '../../src/order-consumer.options.js';
import { SmallProvider } from './small-provider.js';

/** What a spec may say of the consumer before it starts. */
export interface Setup {
  readonly options?: Partial<OrderConsumerOptions>;
  readonly loadBalancer?: Partial<LoadBalancerOptions>;
  /** What discovery knows: all three providers, unless said otherwise. */
  readonly known?: Readonly<Record<string, readonly Candidate[]>>;
}

/** A consumer without a registry, and three providers it may call. */
export class ConsumerStage {
  /** What the consumer has logged. */
  readonly lines: string[] = [];
  private app?: NestFastifyApplication;

  private constructor(readonly providers: readonly [SmallProvider, SmallProvider, SmallProvider]) {}

  /** The providers answer, the consumer is not there yet. */
  static async set(): Promise<ConsumerStage> {
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
    useCourseConventions(this.app, 'consumer', 'under test');
    await this.app.init();
    await this.app.getHttpAdapter().getInstance().ready();
    const say = (text: unknown) => void this.lines.push(String(text));
    this.app.useLogger({ log: say, warn: say, error: say });
    return this.app;
  }

  /** What the consumer answers, below `/consumer/payment/`. */
  get(path: string) {
    if (!this.app) throw new Error('the consumer has not started');
    return this.app.inject({ method: 'GET', url: `/consumer/payment/${path}` });
  }

  /** What the providers were asked, one after the other. */
  get requests(): readonly string[] {
    return this.providers.flatMap(({ requests }) => requests);
  }

  async clear(): Promise<void> {
    await this.app?.close();
    await Promise.all(this.providers.map((each) => each.kill()));
  }
}
