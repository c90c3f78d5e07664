import { Payment } from '@eureka-nest/common-api';
import { EntitySchema } from 'typeorm';

/** How a Payment lies in its table: the course's mapper XML. The class itself knows no database. */
export const paymentSchema = new EntitySchema<Payment>({
  name: 'Payment',
  target: Payment,
  tableName: 'payment',
  columns: {
    // int, not the course's BIGINT: drivers hand out 64-bit numbers as text, and SQLite generates 64-bit keys only for `integer`.
    id: { type: Number, primary: true, generated: 'increment' },
    serial: { type: String, length: 200, default: '' },
  },
});
