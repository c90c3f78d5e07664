import { CommonResult, Payment } from '@eureka-nest/common-api';
import { ApiFailure, ApiResult } from '@eureka-nest/common-api/nest';
import { joinUrl } from '@eureka-nest/load-balancer';
import { LoadBalanced } from '@eureka-nest/load-balancer/nest';
import { HttpService } from '@nestjs/axios';
import { Controller, Get, Param, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { map, type Observable } from 'rxjs';
import { BalancingErrorsFilter } from './balancing-errors.filter.js';
import { OrderConsumerOptions } from './order-consumer.options.js';
import { asReceived, type ProviderResponse, ProviderResponseInterceptor } from './provider-response.js';

/**
 * Calls the payment service by its name; for each call the load balancer picks an instance.
 * Java: com.atguigu.springcloud.controller.OrderController
 */
@ApiTags('consumer')
@Controller('consumer/payment')
@UseFilters(BalancingErrorsFilter)
@UseInterceptors(ProviderResponseInterceptor)
export class OrderController {
  constructor(
    private readonly options: OrderConsumerOptions,
    @LoadBalanced() private readonly http: HttpService,
  ) {}

  // A GET that creates, so that it can be tried from a browser's address line, as in the course.
  @Get('create')
  @ApiOperation({ summary: 'Stores a payment: posts it to a provider as JSON' })
  @ApiQuery({ name: 'serial', example: 'atguigu003' })
  @ApiResult(Number, 'number of rows stored; the message names the port of the provider')
  @ApiFailure(400, 'the provider rejects the serial')
  @ApiFailure(502, 'the connection broke after the request may have arrived: it is not sent twice')
  @ApiFailure(503, 'no provider responds')
  create(@Query('serial') serial: unknown): Observable<ProviderResponse> {
    return this.http.post(this.url('/payment/create'), { serial }, asReceived);
  }

  @Get('get/:id')
  @ApiOperation({ summary: 'Fetches a payment, from each provider in turn' })
  @ApiResult(Payment, 'the payment, or null and code 444; the message names the port of the provider')
  @ApiFailure(400, 'the provider rejects the id')
  @ApiFailure(503, 'no provider responds')
  get(@Param('id') id: string): Observable<ProviderResponse> {
    return this.http.get(this.url(`/payment/get/${encodeURIComponent(id)}`), asReceived);
  }

  @Get('getForEntity/:id')
  @ApiOperation({ summary: 'The same, checking the status of the response' })
  @ApiResult(Payment, 'the payment, or null and code 444')
  @ApiFailure(503, 'no provider responds')
  getForEntity(@Param('id') id: string): Observable<ProviderResponse | CommonResult> {
    return this.get(id).pipe(
      map((response) => (isSuccess(response) ? response : new CommonResult(444, '操作失败'))),
    );
  }

  /**
   * A URL with the name of the service as its host, such as
   * `http://CLOUD-PAYMENT-SERVICE/payment/get/31`.
   */
  private url(path: string): string {
    return joinUrl(this.options.paymentUrl, path);
  }
}

const isSuccess = ({ status }: ProviderResponse): boolean => status >= 200 && status < 300;
