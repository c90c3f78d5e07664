/** Script of the child processes; `children.ts` compiles and runs it. */
import type { DatabaseOptions } from '../../src/persistence/database.options.js';
import { connect } from '../../src/persistence/connect.js';
import { Database } from '../../src/persistence/database.js';
import { dataSourceOptions } from '../../src/persistence/data-source-options.js';
import { lockFile, lockSchema } from '../../src/persistence/migration-lock.js';
import {
  LibsqlDatabase,
  NodeSqliteDatabase,
  type SqliteDriver,
} from '../../src/persistence/sqlite-driver.js';
import { PaymentRepository } from '../../src/payment.repository.js';
import { DataSource, type DataSourceOptions } from 'typeorm';

/** Task of a child process, sent as a message. */
export interface Errand {
  readonly task: 'create' | 'read-then-write' | 'migrate' | 'migrate-forever';
  readonly options: DatabaseOptions;
  readonly driver: 'libsql' | 'node:sqlite' | undefined;
  readonly name: string;
  readonly times: number;
}

const driverOf = ({ driver }: Errand): SqliteDriver =>
  driver === 'node:sqlite' ? NodeSqliteDatabase : LibsqlDatabase;
const given = (errand: Errand): DataSourceOptions => dataSourceOptions(errand.options, driverOf(errand));

/** Returns the number of rows that the database acknowledged. */
async function create(errand: Errand): Promise<number> {
  const silent = { log: () => undefined, warn: () => undefined };
  const { options, name, times } = errand;
  const database = new Database(given(errand), options.timeLimitMs, silent);
  database.start();
  await database.whenReady();
  const payments = new PaymentRepository(database);
  let rows = 0;
  for (let i = 0; i < times; i++) rows += await payments.insert({ serial: `${name}-${i}` });
  await database.stop();
  return rows;
}

async function readThenWrite(errand: Errand): Promise<number> {
  const { name, times } = errand;
  // The subject is the order of the transactions: SQLite itself may wait for the lock here.
  const options = given(errand);
  const dataSource = await connect(
    options.type === 'better-sqlite3' ? { ...options, timeout: 10_000 } : options,
  );
  for (let i = 0; i < times; i++) {
    await dataSource.transaction(async (manager) => {
      const [{ rows }] = await manager.query('SELECT COUNT(*) AS `rows` FROM payment');
      await new Promise(setImmediate);
      await manager.query('INSERT INTO payment (serial) VALUES (?)', [`${name}-${i} after ${rows}`]);
    });
  }
  await dataSource.destroy();
  return times;
}

async function migrate(errand: Errand): Promise<number> {
  const dataSource = await connect(given(errand));
  const [{ rows }] = await dataSource.query('SELECT COUNT(*) AS `rows` FROM payment');
  await dataSource.destroy();
  return Number(rows);
}

/** Holds the migration lock until the process is killed. */
async function migrateForever(errand: Errand): Promise<number> {
  const options = given(errand);
  if (options.type === 'better-sqlite3') await lockFile(options.database, driverOf(errand));
  else await lockSchema(await new DataSource(options).initialize());
  return 0;
}

const tasks = { create, 'read-then-write': readThenWrite, migrate, 'migrate-forever': migrateForever };

process.on('message', (errand: Errand) => {
  tasks[errand.task](errand).then(
    (done) => process.send?.({ done }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
process.send?.({ done: 0 });
