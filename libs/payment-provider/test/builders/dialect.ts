import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../../src/persistence/data-source-options.js';
import { DatabaseOptions } from '../../src/persistence/database.options.js';
import { LibsqlDatabase, NodeSqliteDatabase } from '../../src/persistence/sqlite-driver.js';

export const drivers = { libsql: LibsqlDatabase, 'node:sqlite': NodeSqliteDatabase };
type DriverName = keyof typeof drivers;

/** An empty database for one spec. */
export interface TestDatabase {
  readonly options: DatabaseOptions;
  readonly driver: DriverName | undefined;
  drop(): Promise<void>;
}

/** Creates empty databases of one type, so that one suite runs on all types. */
export type Dialect = () => Promise<TestDatabase>;

export const optionsOf = ({ options, driver }: Pick<TestDatabase, 'options' | 'driver'>): DataSourceOptions =>
  dataSourceOptions(options, driver && drivers[driver]);

/** A temporary folder for one spec. */
export async function tempFolder(parent = tmpdir()): Promise<{ path: string; remove(): Promise<void> }> {
  await mkdir(parent, { recursive: true });
  const path = await mkdtemp(join(parent, 'eureka-nest-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** SQLite, with a file in a folder that does not exist yet. */
export const sqlite =
  (driver: DriverName): Dialect =>
  async () => {
    const { path, remove } = await tempFolder();
    return {
      options: new DatabaseOptions({ file: join(path, 'data', 'payments.db') }),
      driver,
      drop: remove,
    };
  };
