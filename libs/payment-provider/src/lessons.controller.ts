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
  /** Additional field: the course only logs the instances. */
  readonly instances: readonly ServiceInstance[];
}

/** Routes of the course's later lessons: load balancing, discovery, a slow response, tracing. */
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
  @ApiOperation({ summary: 'Returns the port of this provider as plain text' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string', example: '8001' } } } })
  lb(): string {
    return String(this.port.value);
  }

  @Get('discovery')
  @ApiOperation({
    summary: 'Returns the services this provider knows, in the form of the Java DiscoveryClient',
  })
  discovery(): Discovery {
    const services = this.eureka.services();
    const instances = this.eureka.instances(paymentService);
    for (const service of services) this.logger.log(`*****element: ${service}`);
    for (const { serviceId, host, port, uri } of instances) {
      this.logger.log(`${serviceId}\t${host}\t${port}\t${uri}`);
    }
    // Java lists two clients: Eureka's, and one for addresses in its configuration, which has none.
    const discoveryClients = [services, []].map((each) => ({ services: each, order: 0 }));
    return { discoveryClients, services, order: 0, instances };
  }

  @Get('feign/timeout')
  @ApiOperation({ summary: 'Returns the port after three seconds, longer than a caller may want to wait' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string', example: '8001' } } } })
  async feignTimeout(): Promise<string> {
    let respond: () => void = () => undefined;
    const delay = new Promise<void>((resolve) => (respond = resolve));
    const timer = setTimeout(respond, slowResponseMs);
    this.pending.add(respond);
    await delay;
    this.pending.delete(respond);
    clearTimeout(timer);
    return this.lb();
  }

  @Get('zipkin')
  @ApiOperation({ summary: 'Returns a greeting, for tracing a call from service to service' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  zipkin(): string {
    return "hi ,i'am paymentzipkin server fall back，welcome to atguigu，O(∩_∩)O哈哈~";
  }

  /** Number of slow responses in flight. */
  get pendingCount(): number {
    return this.pending.size;
  }

  /**
   * Sends pending slow responses at once, because a stopping process waits for responses in flight.
   */
  onModuleDestroy(): void {
    for (const respond of this.pending) respond();
  }
}
