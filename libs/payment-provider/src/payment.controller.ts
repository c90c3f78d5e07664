import { CommonResult, CreatePaymentDto, Payment } from '@eureka-nest/common-api';
import { ApiFailure, ApiResult, PaymentIdPipe } from '@eureka-nest/common-api/nest';
import { Body, Controller, Get, HttpCode, Logger, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OwnPort } from './own-port.js';
import { PaymentRepository } from './payment.repository.js';

const noSuchRow = 444;

/**
 * Stores and finds payments. Messages are the course's, byte for byte: one has two blanks before
 * the port.
 */
@Controller('payment')
@ApiTags('payment')
export class PaymentController {
  private readonly logger = new Logger('PaymentController');

  constructor(
    private readonly payments: PaymentRepository,
    private readonly port: OwnPort,
  ) {}

  @Post('create')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stores a payment; data is the number of rows stored, not the row' })
  @ApiResult(Number, 'code 200 and the number of rows, or code 444 where none was stored')
  @ApiFailure(400, 'serial is missing, empty or too long')
  @ApiFailure(503, 'the database is down')
  async create(@Body() payment: CreatePaymentDto): Promise<CommonResult<number>> {
    const rows = await this.payments.insert(payment);
    this.logger.log(`*****插入结果：${rows}`);
    if (rows === 0) return new CommonResult<number>(noSuchRow, '插入数据库失败');
    return new CommonResult(200, `插入数据库成功,serverPort: ${this.port.value}`, rows);
  }

  @Get('get/:id')
  @ApiOperation({ summary: 'Finds a payment; "not found" is code 444 under HTTP 200' })
  @ApiResult(Payment, 'code 200 and the payment, or code 444 where there is none')
  @ApiFailure(400, 'id is not a whole number from 1 to 2147483647')
  @ApiFailure(503, 'the database is down')
  async get(@Param('id', PaymentIdPipe) id: number): Promise<CommonResult<Payment>> {
    const payment = await this.payments.findById(id);
    if (!payment) return new CommonResult<Payment>(noSuchRow, `没有对应记录,查询ID: ${id}`);
    return new CommonResult(200, `查询成功,serverPort:  ${this.port.value}`, payment);
  }
}
