/** A command line that cannot be understood. */
export class UsageError extends Error {
  readonly code = 'EUREKA_USAGE';
  constructor(readonly problem: string) {
    super(`${problem} (--help lists the flags)`);
  }
}
