import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const isMysql = (runner: QueryRunner): boolean => runner.dataSource.options.type === 'mysql';

class CreatePayment1763800000000 implements MigrationInterface {
  readonly name = 'CreatePayment1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'payment',
        columns: [
          {
            name: 'id',
            type: isMysql(runner) ? 'int' : 'integer',
            isPrimary: true,
            isGenerated: true,
            generationStrategy: 'increment',
          },
          { name: 'serial', type: 'varchar', length: '200', default: "''" },
        ],
      }),
      // MySQL commits CREATE TABLE at once, so the table may exist without a record of its
      // migration.
      true,
    );
    // The charset of the schema may not contain 尚硅谷.
    if (isMysql(runner)) await runner.query('ALTER TABLE payment CONVERT TO CHARACTER SET utf8mb4');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('payment');
  }
}

/** Inserts the rows of the course. Row 33 is missing, as an example of "not found". */
class SeedPayment1763800001000 implements MigrationInterface {
  readonly name = 'SeedPayment1763800001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "INSERT INTO payment (id, serial) VALUES (31, '尚硅谷111'), (32, 'atguigu002'), (34, 'atguigu002'), (35, 'atguigu002')",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM payment WHERE id IN (31, 32, 34, 35)');
  }
}

export const migrations = [CreatePayment1763800000000, SeedPayment1763800001000];
