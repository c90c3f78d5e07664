import { withoutLogin } from '@eureka-nest/protocol';
import { excerpt } from './excerpt.js';

/** One registry sent no response: it is down, not reachable, or too slow. */
export class RegistryUnreachableError extends Error {
  override readonly name = 'RegistryUnreachableError';
  readonly code = 'EUREKA_REGISTRY_UNREACHABLE';
  readonly url: string;
  /** Short text for people, such as "connection refused". */
  readonly reason: string;

  constructor(url: string, reason: string, options?: ErrorOptions) {
    const shown = withoutLogin(url);
    const because = excerpt(reason);
    super(`no response from registry ${shown} (${because}): is it running, and is its URL correct?`, options);
    this.url = shown;
    this.reason = because;
  }
}

/** No registry of the list sent a usable response; `faults` holds the error of each. */
export class NoRegistryError extends Error {
  override readonly name = 'NoRegistryError';
  readonly code = 'EUREKA_NO_REGISTRY';

  constructor(
    readonly what: string,
    readonly faults: readonly Error[],
  ) {
    const reasons = faults.map(({ message }) => message).join('; ');
    super(`no registry for ${what}: start one, or check the service URLs (${reasons})`, { cause: faults[0] });
  }
}

/** A registry, or another program at its URL, sent a response that this request cannot use. */
export class UnusableResponseError extends Error {
  override readonly name: string = 'UnusableResponseError';
  readonly code = 'EUREKA_UNUSABLE_ANSWER';

  /**
   * @param status the HTTP status
   * @param detail what is wrong with it; empty where the status says enough
   */
  constructor(
    readonly what: string,
    readonly status: number,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(`unusable response to ${what} (HTTP ${status})${detail && `: ${excerpt(detail, 250)}`}`, options);
  }
}

/** A full registry does not match its own hash code, so a part of it was lost on the way. */
export class InconsistentResponseError extends UnusableResponseError {
  override readonly name = 'InconsistentResponseError';

  constructor(what: string, status: number, hashCode: string) {
    super(what, status, `the instances do not match their hash code ${excerpt(hashCode)}`);
  }
}
