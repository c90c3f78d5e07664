import { createRequire } from 'node:module';
import type * as Sqlite from 'node:sqlite';

/** Interface that TypeORM's `better-sqlite3` driver uses. */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement;
  pragma(text: string): unknown;
  exec(sql: string): unknown;
  close(): unknown;
}

interface SqliteStatement {
  readonly reader: boolean;
  all(...values: unknown[]): unknown;
  run(...values: unknown[]): unknown;
}

interface SqliteOpenOptions {
  readonly readonly?: boolean;
  /**
   * Time that a statement waits for another process's lock, in ms; the process stands still
   * meanwhile.
   */
  readonly timeout?: number;
}

export type SqliteDriver = new (path: string, options?: SqliteOpenOptions) => SqliteDatabase;

/**
 * Makes transactions IMMEDIATE. TypeORM's are DEFERRED: one that reads first and then writes fails
 * at once, regardless of the timeout, if another process wrote in between.
 */
const immediate = (sql: string): string => (sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql);

const require = createRequire(import.meta.url);
const defaultTimeoutMs = 0;

abstract class AdaptedDatabase<D extends Pick<SqliteDatabase, 'exec' | 'close'>> {
  constructor(protected readonly database: D) {}

  exec(sql: string): void {
    this.database.exec(sql);
  }

  close(): void {
    this.database.close();
  }
}

/** SQLite of Node itself. */
export class NodeSqliteDatabase extends AdaptedDatabase<Sqlite.DatabaseSync> implements SqliteDatabase {
  constructor(path: string, { readonly = false, timeout = defaultTimeoutMs }: SqliteOpenOptions = {}) {
    const { DatabaseSync } = require('node:sqlite') as typeof Sqlite;
    super(new DatabaseSync(path, { readOnly: readonly, timeout }));
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.database.prepare(immediate(sql));
    return {
      reader: statement.columns().length > 0,
      all: (...values) => statement.all(...(values as Sqlite.SQLInputValue[])),
      run: (...values) => statement.run(...(values as Sqlite.SQLInputValue[])),
    };
  }

  pragma(text: string): unknown {
    return this.database.prepare(`PRAGMA ${text}`).all();
  }
}

/** Prebuilt SQLite of the package `libsql`, for versions of Node without their own. */
export class LibsqlDatabase extends AdaptedDatabase<SqliteDatabase> implements SqliteDatabase {
  constructor(path: string, { readonly = false, timeout = defaultTimeoutMs }: SqliteOpenOptions = {}) {
    const Libsql = require('libsql') as SqliteDriver;
    super(new Libsql(path, { readonly, timeout }));
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.database.prepare(immediate(sql));
    return {
      reader: statement.reader,
      // libsql rejects a single null argument, but accepts it in a list.
      all: (...values) => statement.all(values),
      run: (...values) => statement.run(values),
    };
  }

  pragma(text: string): unknown {
    return this.database.pragma(text);
  }
}

/** Node's own SQLite from version 24; Node 22 prints a warning that it is experimental. */
export function sqliteDriver(nodeVersion = process.versions.node): SqliteDriver {
  return Number.parseInt(nodeVersion) >= 24 ? NodeSqliteDatabase : LibsqlDatabase;
}
