/**
 * Error of a database driver. mysql2 and libsql set `code` to a name, node:sqlite sets `errcode`.
 */
interface DriverError extends Error {
  readonly code?: string;
  readonly errcode?: number;
  /** True if mysql2 has lost the connection. */
  readonly fatal?: boolean;
  readonly address?: string;
  readonly port?: number;
  readonly errors?: readonly DriverError[];
  readonly sqlMessage?: string;
  readonly driverError?: DriverError;
}

/** SQLite's error codes that are not caused by the statement. */
const sqliteUnavailable: ReadonlyMap<number, string> = new Map([
  [5, 'SQLITE_BUSY'],
  [6, 'SQLITE_LOCKED'],
  [8, 'SQLITE_READONLY'],
  [10, 'SQLITE_IOERR'],
  [11, 'SQLITE_CORRUPT'],
  [13, 'SQLITE_FULL'],
  [14, 'SQLITE_CANTOPEN'],
  [26, 'SQLITE_NOTADB'],
]);

/** MySQL's error codes of that kind. If the table is missing, reconnecting creates it. */
const mysqlUnavailable = new Set([
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ER_QUERY_INTERRUPTED',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_LOCK_DEADLOCK',
  'ER_RECORD_FILE_FULL',
  'ER_DISK_FULL',
  'ER_ERROR_ON_WRITE',
  'ER_OPEN_AS_READONLY',
  'ER_READ_ONLY_MODE',
  'ER_NO_SUCH_TABLE',
  'ER_BAD_DB_ERROR',
  'ER_NO_DB_ERROR',
]);

/** True if the database cannot carry out a statement now, as opposed to rejecting what it says. */
export function isUnavailable(error: unknown): boolean {
  const { code = '', errcode, fatal } = rootCause(error);
  if (errcode !== undefined) return sqliteUnavailable.has(errcode & 0xff);
  if (code.startsWith('SQLITE_'))
    return [...sqliteUnavailable.values()].some((word) => code.startsWith(word));
  return fatal === true || mysqlUnavailable.has(code);
}

/** True if another connection holds the lock on the SQLite file. */
export function isBusy(error: unknown): boolean {
  const { code = '', errcode = 0 } = rootCause(error);
  return (errcode & 0xff) === 5 || code.startsWith('SQLITE_BUSY');
}

/** Reason of a failure, short enough for a log line: `ECONNREFUSED 127.0.0.1:3306`. */
export function failureReason(error: unknown): string {
  const { code, errcode, address, port, sqlMessage, message } = rootCause(error);
  const word = (errcode !== undefined && sqliteUnavailable.get(errcode & 0xff)) || code;
  if (address !== undefined) return `${word} ${address}:${port}`;
  const text = sqlMessage ?? message;
  return word === undefined || text.includes(word) ? text : `${word}: ${text}`;
}

/** Unwraps TypeORM's errors, and Node's AggregateError for a host with several addresses. */
function rootCause(error: unknown): DriverError {
  const { driverError, errors } = error as DriverError;
  const inner = driverError ?? errors?.[0];
  return inner ? rootCause(inner) : (error as DriverError);
}
