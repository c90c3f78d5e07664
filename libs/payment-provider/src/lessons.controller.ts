import { EurekaClient, type ServiceInstance } from '@eureka-nest/client';
import { Controller, Get, Logger, type OnModuleDestroy } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OwnPort } from './own-port.js';

const paymentService = 'CLOUD-PAYMENT-SERVICE';
const slowResponseMs = 3_000;

interface Discovery {
  readonly discoveryClients: readonly { readonly services: readonly string[]; readonly order: number }[];
  readonly services: readonly string[];
  readonly order: number;
  /** Ours: the course shows them in the log alone. */
  readonly instances: readonly ServiceInstance[];
}

/** What the course adds to a provider in its later lessons: who answered, who else is there, a slow answer, a traced one. */
@Controller('payment')
@ApiTags('lessons')
export class LessonsController implements OnModuleDestroy {
  private readonly logger = new Logger('PaymentController');
  private readonly pending = new Set<() => void>();

  constructor(
    private readonly eureka: EurekaClient,
    private readonly port: OwnPort,
  ) {}

  @Get('lb')
  @ApiOperation({ summary: 'The port of the provider that answers, as plain text' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string', example: '8001' } } } })
  lb(): string {
    return String(this.port.value);
  }

  @Get('discovery')
  @ApiOperation({ summary: 'The services this provider knows, as its discovery client shows itself in Java' })
  discovery(): Discovery {
    const services = this.eureka.services();
    const instances = this.eureka.instances(paymentService);
    for (const service of services) this.logger.log(`*****element: ${service}`);
    for (const { serviceId, host, port, uri } of instances) {
      this.logger.log(`${serviceId}\t${host}\t${port}\t${uri}`);
    }
    // Java lists its Eureka client, and a second one for the addresses in its own configuration, which has none.
    const discoveryClients = [services, []].map((each) => ({ services: each, order: 0 }));
    return { discoveryClients, services, order: 0, instances };
  }

  @Get('feign/timeout')
  @ApiOperation({ summary: 'The port, after three seconds: longer than a caller may want to wait' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string', example: '8001' } } } })
  async feignTimeout(): Promise<string> {
    let answer: () => void = () => undefined;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.pending.add((answer = resolve));
      timer = setTimeout(resolve, slowResponseMs);
    });
    clearTimeout(timer);
    this.pending.delete(answer);
    return this.lb();
  }

  @Get('zipkin')
  @ApiOperation({ summary: 'A greeting, for following a call from service to service' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  zipkin(): string {
    return "hi ,i'am paymentzipkin server fall back，welcome to atguigu，O(∩_∩)O哈哈~";
  }

  /** How many slow answers are under way. */
  get pendingCount(): number {
    return this.pending.size;
  }

  /** A process that stops waits for the answers it owes: the slow ones are given at once, before anything else is stopped. */
  onModuleDestroy(): void {
    for (const answer of this.pending) answer();
  }
}
