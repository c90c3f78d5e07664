export { CommonResult } from './common-result.js';
export { CreatePaymentDto } from './create-payment.dto.js';
export { Payment } from './payment.js';
