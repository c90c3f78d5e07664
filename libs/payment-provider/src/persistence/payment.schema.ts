import { Payment } from '@eureka-nest/common-api';
import { EntitySchema } from 'typeorm';

/**
 * Maps Payment to its table, as the course's mapper XML does; the class itself knows no database.
 */
export const paymentSchema = new EntitySchema<Payment>({
  name: 'Payment',
  target: Payment,
  tableName: 'payment',
  columns: {
    // int, not the course's BIGINT: drivers return 64-bit numbers as text.
    id: { type: Number, primary: true, generated: 'increment' },
    serial: { type: String, length: 200, default: '' },
  },
});
