import { ApiFailure } from '@eureka-nest/common-api/nest';
import { EurekaClient } from '@eureka-nest/client';
import { joinUrl } from '@eureka-nest/load-balancer';
import { HttpService } from '@nestjs/axios';
import { Controller, Get, Logger, UseFilters, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { BalancingErrorsFilter } from './balancing-errors.filter.js';
import { HandWrittenRoundRobin } from './hand-written-round-robin.js';
import { OrderConsumerOptions } from './order-consumer.options.js';
import { asReceived, type ProviderResponse, ProviderResponseInterceptor } from './provider-response.js';

/** Later lessons of the course: a balancer written by hand, and a call by address. */
@ApiTags('consumer')
@Controller('consumer/payment')
@UseFilters(BalancingErrorsFilter)
@UseInterceptors(ProviderResponseInterceptor)
export class LessonsController {
  private readonly logger = new Logger('Order');
  private readonly balancer = new HandWrittenRoundRobin();

  constructor(
    private readonly options: OrderConsumerOptions,
    private readonly eureka: EurekaClient,
    private readonly http: HttpService,
  ) {}

  @Get('lb')
  @ApiOperation({ summary: 'Returns the port of a provider that is picked by hand from the known instances' })
  @ApiOkResponse({ description: 'the port; empty without a provider' })
  lb(): Observable<ProviderResponse> | undefined {
    // The client sorts instances by id, so the sequence repeats.
    const picked = this.balancer.pick(this.eureka.instances(this.options.paymentService));
    if (!picked) return undefined;
    this.logger.log(`*****next: ${this.balancer.calls}`);
    return this.http.get(joinUrl(picked.uri, '/payment/lb'), asReceived);
  }

  @Get('zipkin')
  @ApiOperation({ summary: 'Calls one provider by its address' })
  @ApiOkResponse({ description: "the provider's greeting" })
  @ApiFailure(503, 'the provider does not respond')
  zipkin(): Observable<ProviderResponse> {
    return this.http.get(this.options.zipkinUrl, asReceived);
  }
}
