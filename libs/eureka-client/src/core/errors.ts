import { withoutLogin } from '@eureka-nest/protocol';

/** A registry gave no answer: it is not there, not reachable, or too slow. */
export class RegistryUnreachableError extends Error {
  override readonly name = 'RegistryUnreachableError';
  readonly code = 'EUREKA_REGISTRY_UNREACHABLE';
  readonly url: string;

  /** @param reason to be read after "no answer: " */
  constructor(
    url: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `registry ${withoutLogin(url)} gave no answer (${reason}): is it running, and is the address right?`,
      options,
    );
    this.url = withoutLogin(url);
  }
}

/** No registry in the list gave an answer that is of use; `faults` says of each what was wrong. */
export class NoRegistryError extends Error {
  override readonly name = 'NoRegistryError';
  readonly code = 'EUREKA_NO_REGISTRY';

  constructor(
    readonly what: string,
    readonly faults: readonly Error[],
  ) {
    super(
      `no registry for ${what}: start one, or check the service URLs (${faults.map((fault) => fault.message).join('; ')})`,
      { cause: faults[0] },
    );
  }
}

/** A registry, or something else at its address, answered with what this call cannot use. The next registry may do better. */
export class UnusableAnswerError extends Error {
  override readonly name: string = 'UnusableAnswerError';
  readonly code = 'EUREKA_UNUSABLE_ANSWER';

  /** @param status the HTTP status */
  constructor(
    readonly what: string,
    readonly status: number,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${what} was answered with ${status} ${reason}`.trimEnd(), options);
  }
}

/** A registry does not have what its own hash code says: something was lost on the way. */
export class InconsistentAnswerError extends UnusableAnswerError {
  override readonly name = 'InconsistentAnswerError';

  constructor(what: string, status: number, hashCode: string) {
    super(what, status, `that does not add up to its own hash code ${hashCode}`);
  }
}
