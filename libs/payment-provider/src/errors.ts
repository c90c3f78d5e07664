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
