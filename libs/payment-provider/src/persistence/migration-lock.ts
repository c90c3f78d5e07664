import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { isBusy } from './driver-error.js';
import type { SqliteDatabase, SqliteDriver } from './sqlite-driver.js';

/** Releases a lock. */
export type Unlock = () => Promise<void>;

const lockTimeoutMs = 60_000;
const retryMs = 20;

/**
 * Locks a SQLite database for migrations, so that providers that start together migrate once. The
 * lock is a transaction on a file beside the database: it ends when its process dies.
 */
export async function lockFile(file: string, driver: SqliteDriver): Promise<Unlock> {
  await mkdir(dirname(file), { recursive: true });
  const lock = new driver(`${file}.lock`, { timeout: 0 });
  for (const since = performance.now(); !tryBegin(lock); await pause(retryMs)) {
    if (performance.now() - since > lockTimeoutMs) {
      lock.close();
      throw stillLocked(file);
    }
  }
  return async () => {
    lock.exec('ROLLBACK');
    lock.close();
  };
}

/** Locks a MySQL schema for migrations, with a lock that ends with its connection. */
export async function lockSchema(dataSource: DataSource): Promise<Unlock> {
  const holder = dataSource.createQueryRunner();
  // Locks are server-wide, so the name contains the schema; MySQL allows 64 characters.
  const name = "LEFT(CONCAT('migrate ', DATABASE()), 64)";
  try {
    const [{ got }] = await holder.query(`SELECT GET_LOCK(${name}, ${lockTimeoutMs / 1000}) AS got`);
    if (Number(got) !== 1) throw stillLocked('this schema');
  } catch (error) {
    await holder.release();
    throw error;
  }
  return async () => {
    await holder.query(`SELECT RELEASE_LOCK(${name})`).finally(() => holder.release());
  };
}

const stillLocked = (what: string): Error =>
  new Error(`another process has been migrating ${what} for ${lockTimeoutMs / 1000} s: is it stuck?`);

function tryBegin(lock: SqliteDatabase): boolean {
  try {
    lock.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    lock.close();
    throw error;
  }
}
