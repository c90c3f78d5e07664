/** The database cannot be asked now. The fields `statusCode` and `expose` make it an HTTP answer that callers may read. */
export class DatabaseDownError extends Error {
  readonly code = 'PAYMENT_DATABASE_DOWN';
  readonly statusCode = 503;
  readonly expose = true;

  /** @param reason what the database or the network said last, such as `ECONNREFUSED 127.0.0.1:3306` */
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `the payment database is down (${reason}): is it running? This provider connects again by itself`,
      options,
    );
  }
}
