import { DataSource, type DataSourceOptions } from 'typeorm';
import { lockFile, lockSchema } from './migration-lock.js';
import type { SqliteDriver } from './sqlite-driver.js';

/** Connects and runs pending migrations, once even if several processes start together. */
export function connect(options: DataSourceOptions): Promise<DataSource> {
  return options.type === 'better-sqlite3'
    ? connectToFile(options, options.database, options.driver as SqliteDriver)
    : connectToServer(options);
}

/**
 * Connects under the lock, because two processes cannot switch a new file to WAL at the same time.
 */
async function connectToFile(
  options: DataSourceOptions,
  file: string,
  driver: SqliteDriver,
): Promise<DataSource> {
  const unlock = await lockFile(file, driver);
  try {
    return await initialize(options, (dataSource) => dataSource.runMigrations());
  } finally {
    await unlock();
  }
}

function connectToServer(options: DataSourceOptions): Promise<DataSource> {
  return initialize(options, async (dataSource) => {
    const unlock = await lockSchema(dataSource);
    try {
      await dataSource.runMigrations();
    } finally {
      await unlock();
    }
  });
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
