import { CommonResult, Payment } from '@eureka-nest/common-api';
import { ApiFailure, ApiResult } from '@eureka-nest/common-api/nest';
import { EurekaClient } from '@eureka-nest/client';
import { joinUrl } from '@eureka-nest/load-balancer';
import { LoadBalanced } from '@eureka-nest/load-balancer/nest';
import { HttpService } from '@nestjs/axios';
import { Controller, Get, Logger, Param, Query, Res, UseFilters } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { AxiosResponse } from 'axios';
import type { FastifyReply } from 'fastify';
import { firstValueFrom } from 'rxjs';
import { BalancingErrorsFilter } from './balancing-errors.filter.js';
import { HandWrittenRoundRobin } from './hand-written-round-robin.js';
import { OrderConsumerOptions } from './order-consumer.options.js';

/** An answer is an answer, whatever its status, and its bytes are nobody's business here. */
const asItComes = { responseType: 'arraybuffer', validateStatus: () => true } as const;

/** Java: com.atguigu.springcloud.controller.OrderController */
@ApiTags('consumer')
@Controller('consumer/payment')
@UseFilters(BalancingErrorsFilter)
export class OrderController {
  private readonly logger = new Logger('Order');
  private readonly robin = new HandWrittenRoundRobin();

  constructor(
    private readonly options: OrderConsumerOptions,
    private readonly eureka: EurekaClient,
    @LoadBalanced() private readonly payments: HttpService,
    private readonly plain: HttpService,
  ) {}

  // A GET that creates, so that it can be tried from a browser's address line, as in the course.
  @Get('create')
  @ApiOperation({ summary: 'Has a payment stored: posts it to a provider as JSON' })
  @ApiQuery({ name: 'serial', example: 'atguigu003' })
  @ApiResult(Number, 'how many rows were stored; the message names the port that answered')
  @ApiFailure(400, 'the provider refuses the serial')
  @ApiFailure(502, 'the connection broke after the request may have arrived: it is not sent twice')
  @ApiFailure(503, 'no provider answers')
  async create(@Query('serial') serial: unknown, @Res() reply: FastifyReply): Promise<void> {
    await passOn(
      await firstValueFrom(this.payments.post(this.at('/payment/create'), { serial }, asItComes)),
      reply,
    );
  }

  @Get('get/:id')
  @ApiOperation({ summary: 'Asks a provider for a payment, each in turn' })
  @ApiResult(Payment, 'the payment, or null and code 444; the message names the port that answered')
  @ApiFailure(400, 'the provider refuses the id')
  @ApiFailure(503, 'no provider answers')
  async get(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    await passOn(await this.payment(id), reply);
  }

  @Get('getForEntity/:id')
  @ApiOperation({ summary: 'The same, looking at the status of the answer' })
  @ApiResult(Payment, 'the payment, or null and code 444')
  @ApiFailure(503, 'no provider answers')
  async getForEntity(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const answer = await this.payment(id);
    if (answer.status >= 200 && answer.status < 300) await passOn(answer, reply);
    else await reply.send(new CommonResult(444, '操作失败'));
  }

  @Get('lb')
  @ApiOperation({ summary: 'Asks a provider for its port, picked by hand from what discovery knows' })
  @ApiOkResponse({ description: 'the port; empty without a provider' })
  async lb(@Res() reply: FastifyReply): Promise<void> {
    // In the order of their ids: otherwise the sequence would not repeat.
    const picked = this.robin.pick(this.eureka.instances(this.options.paymentService));
    if (!picked) return void (await reply.send());
    this.logger.log(`*****next: ${this.robin.calls}`);
    await passOn(await firstValueFrom(this.plain.get(joinUrl(picked.uri, '/payment/lb'), asItComes)), reply);
  }

  @Get('zipkin')
  @ApiOperation({ summary: 'Calls one provider by its address' })
  @ApiOkResponse({ description: 'its greeting' })
  @ApiFailure(503, 'it does not answer')
  async zipkin(@Res() reply: FastifyReply): Promise<void> {
    await passOn(await firstValueFrom(this.plain.get(this.options.zipkinUrl, asItComes)), reply);
  }

  private payment(id: string): Promise<AxiosResponse<Buffer>> {
    return firstValueFrom(this.payments.get(this.at(`/payment/get/${encodeURIComponent(id)}`), asItComes));
  }

  private at(path: string): string {
    return joinUrl(this.options.paymentUrl, path);
  }
}

/** A provider's answer, unchanged. */
async function passOn({ status, headers, data }: AxiosResponse<Buffer>, reply: FastifyReply): Promise<void> {
  const type = headers['content-type'];
  if (type) reply.header('content-type', type);
  await reply.status(status).send(data);
}
