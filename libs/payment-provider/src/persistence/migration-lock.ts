import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { isBusy } from './driver-error.js';
import type { SqliteDatabase, SqliteDriver } from './sqlite-driver.js';

/** Gives back what was locked. */
export type Unlock = () => Promise<void>;

const lockTimeoutMs = 60_000;
const retryMs = 20;

/**
 * Three providers start together, and each would create the tables. The lock is a transaction on a file of its own
 * beside the database, so the operating system takes it away from a process that dies.
 */
export async function lockFile(file: string, driver: SqliteDriver): Promise<Unlock> {
  await mkdir(dirname(file), { recursive: true });
  // It does not wait inside SQLite: that would stop this whole process, and with it whoever holds the lock in here.
  const lock = new driver(`${file}.lock`, { timeout: 0 });
  for (const since = performance.now(); !tryBegin(lock); await pause(retryMs)) {
    if (performance.now() - since > lockTimeoutMs) {
      lock.close();
      throw new Error(
        `another process has been migrating ${file} for ${lockTimeoutMs / 1000} s: is it stuck?`,
      );
    }
  }
  return async () => {
    lock.exec('ROLLBACK');
    lock.close();
  };
}

/** MySQL has such a lock itself; it goes with the connection that took it. */
export async function lockSchema(dataSource: DataSource): Promise<Unlock> {
  const holder = dataSource.createQueryRunner();
  // Server-wide, so it has the schema in its name, of which MySQL takes 64 characters.
  const name = "LEFT(CONCAT('migrate ', DATABASE()), 64)";
  try {
    const [{ got }] = await holder.query(`SELECT GET_LOCK(${name}, ${lockTimeoutMs / 1000}) AS got`);
    if (Number(got) !== 1) {
      throw new Error(
        `another process has been migrating this schema for ${lockTimeoutMs / 1000} s: is it stuck?`,
      );
    }
  } catch (error) {
    await holder.release();
    throw error;
  }
  return async () => {
    await holder.query(`SELECT RELEASE_LOCK(${name})`).finally(() => holder.release());
  };
}

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
