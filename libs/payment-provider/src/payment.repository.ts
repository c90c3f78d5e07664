import { Payment } from '@eureka-nest/common-api';
import type { Database } from './persistence/database.js';

/**
 * The course's PaymentDao. Each call is one statement, so calls at the same time cannot mix: TypeORM has one connection
 * to SQLite, on which a second transaction would join the first one.
 */
export class PaymentRepository {
  constructor(private readonly database: Database) {}

  /** Stores a payment under a new id, and says how many rows that made. */
  insert({ serial }: Pick<Payment, 'serial'>): Promise<number> {
    return this.database.run(async (dataSource) => {
      const runner = dataSource.createQueryRunner();
      try {
        const result = await runner.query('INSERT INTO payment (serial) VALUES (?)', [serial], true);
        return result.affected ?? 0;
      } finally {
        await runner.release();
      }
    });
  }

  findById(id: number): Promise<Payment | null> {
    return this.database.run((dataSource) => dataSource.getRepository(Payment).findOneBy({ id }));
  }
}
