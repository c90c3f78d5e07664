import { Payment } from '@eureka-nest/common-api';
import { Injectable } from '@nestjs/common';
import { Database } from './persistence/database.js';

/**
 * The course's PaymentDao. Each call is a single statement, without a transaction: TypeORM has one
 * connection to SQLite, on which concurrent transactions would mix.
 */
@Injectable()
export class PaymentRepository {
  constructor(private readonly database: Database) {}

  /** Stores a payment under a new id; returns the number of rows stored. */
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
