/**
 * The database is unavailable. `statusCode` and `expose` turn the error into a 503 whose message
 * callers may see.
 */
export class DatabaseDownError extends Error {
  readonly code = 'PAYMENT_DATABASE_DOWN';
  readonly statusCode = 503;
  readonly expose = true;

  /** @param reason last failure, such as `ECONNREFUSED 127.0.0.1:3306` */
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `the payment database is down (${reason}): is it running? This provider reconnects by itself`,
      options,
    );
  }
}

/**
 * The database is up but refuses a statement: its file is locked or read-only, or the disk is full.
 * Reads go on.
 */
export class StatementRefusedError extends Error {
  readonly code = 'PAYMENT_STATEMENT_REFUSED';
  readonly statusCode = 503;
  readonly expose = true;

  /**
   * @param reason the driver's reason, such as `SQLITE_FULL: database or disk is full`
   * @param hint what to look at
   */
  constructor(
    readonly reason: string,
    hint: string,
    options?: ErrorOptions,
  ) {
    super(`the payment database refused this statement (${reason}): ${hint}`, options);
  }
}
