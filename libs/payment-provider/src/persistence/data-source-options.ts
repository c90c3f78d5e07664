import type { DataSourceOptions } from 'typeorm';
import type { DatabaseOptions } from './database.options.js';
import { migrations } from './migrations.js';
import { paymentSchema } from './payment.schema.js';
import { sqliteDriver, type SqliteDatabase, type SqliteDriver } from './sqlite-driver.js';

const common = {
  entities: [paymentSchema],
  migrations,
  // Each migration commits together with its record; MySQL cannot run several in one transaction.
  migrationsTransactionMode: 'each' as const,
};

/** TypeORM's options for a database. */
export function dataSourceOptions(
  options: DatabaseOptions,
  driver: SqliteDriver = sqliteDriver(),
): DataSourceOptions {
  return options.url !== undefined || options.type === 'mysql'
    ? mysqlOptions(options)
    : sqliteOptions(options, driver);
}

/** Location for the log: `SQLite data/eureka-nest.db` or `MySQL 127.0.0.1:3306/db2019`. */
export function databaseLocation(options: DataSourceOptions): string {
  if (options.type === 'better-sqlite3') return `SQLite ${options.database}`;
  const { host, port, database } = options as { host: string; port: number; database: string };
  return `MySQL ${host}:${port}/${database}`;
}

function mysqlOptions({ url, timeLimitMs, ...options }: DatabaseOptions): DataSourceOptions {
  const { host, port, user, password, name } = url === undefined ? options : parseMysqlUrl(url);
  return {
    ...common,
    type: 'mysql',
    host,
    port,
    username: user,
    password,
    database: name,
    charset: 'utf8mb4',
    connectTimeout: timeLimitMs,
    poolSize: 10,
  };
}

function sqliteOptions({ file }: DatabaseOptions, driver: SqliteDriver): DataSourceOptions {
  return {
    ...common,
    type: 'better-sqlite3',
    database: file,
    driver,
    // SQLite would wait for another process's lock inside the call, and the process with it. Its
    // waiting is done by the LockQueue.
    timeout: 0,
    enableWAL: true,
    prepareDatabase: (database: SqliteDatabase) => void database.pragma('synchronous = NORMAL'),
  };
}

/** Splits a MySQL URL, so that the log can name the location without the password. */
function parseMysqlUrl(url: string): Pick<DatabaseOptions, 'host' | 'port' | 'user' | 'password' | 'name'> {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 3306),
    user: decodeURIComponent(username) || 'root',
    password: decodeURIComponent(password),
    name: decodeURIComponent(pathname.slice(1)),
  };
}
