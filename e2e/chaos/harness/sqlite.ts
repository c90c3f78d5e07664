import { createRequire } from 'node:module';

/** A connection to a SQLite file, apart from those of the providers. */
export interface Connection {
  prepare(sql: string): { all(values: readonly unknown[]): unknown };
  exec(sql: string): unknown;
  close(): unknown;
}

type Driver = new (path: string, options: { readonly timeout: number }) => Connection;

/** @param timeout time in ms that a statement waits for another's lock */
export function connect(file: string, timeout: number): Connection {
  const Libsql = createRequire(__filename)('libsql') as Driver;
  return new Libsql(file, { timeout });
}
