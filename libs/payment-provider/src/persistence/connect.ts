import { DataSource, type DataSourceOptions } from 'typeorm';
import { LockQueue } from './lock-queue.js';
import { lockFile, lockSchema, type Unlock } from './migration-lock.js';
import type { SqliteDriver } from './sqlite-driver.js';

/** Time that a process may take to close the file after its migrations. */
const busyLimitMs = 1_000;

/** Connects and runs pending migrations, once even if several processes start together. */
export function connect(options: DataSourceOptions): Promise<DataSource> {
  const migrate = (dataSource: DataSource) => dataSource.runMigrations();
  if (options.type !== 'better-sqlite3')
    return initialize(options, (server) => locked(lockSchema(server), () => migrate(server)));
  // Connecting needs the lock too: two processes cannot switch a new file to WAL at the same time.
  const lock = lockFile(options.database, options.driver as SqliteDriver);
  // A process that has just migrated may still be closing the file.
  return locked(lock, () =>
    new LockQueue().run(performance.now() + busyLimitMs, () => initialize(options, migrate)),
  );
}

async function locked<T>(lock: Promise<Unlock>, work: () => Promise<T>): Promise<T> {
  const unlock = await lock;
  try {
    return await work();
  } finally {
    await unlock();
  }
}

async function initialize(
  options: DataSourceOptions,
  prepare: (dataSource: DataSource) => Promise<unknown>,
): Promise<DataSource> {
  const dataSource = await new DataSource(options).initialize();
  try {
    await prepare(dataSource);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}
