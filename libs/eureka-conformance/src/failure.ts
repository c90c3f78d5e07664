import type { AssertionError } from 'node:assert';
import type { Check } from './check.js';

/** The server does not do what Eureka does. */
export class ConformanceFailure extends Error {
  constructor(
    readonly check: Check,
    about: string,
    override readonly cause: AssertionError,
    /** The last request of the check, and its answer. */
    readonly lastExchange: string,
  ) {
    const { id, says, source, better } = check;
    const law = better ? `better than ${source}: ${says}` : `in Eureka, ${says} (${source})`;
    super(`${about}, ${id}: ${law}\n${cause.message}\nlast exchange: ${lastExchange}`);
    this.name = 'ConformanceFailure';
  }
}

/** A check could not even prepare what it is about: that is neither conformance nor a deviation. */
export class PreparationError extends Error {
  constructor(exchange: string) {
    super(`the server refuses what every check begins with; does this work by hand? ${exchange}`);
    this.name = 'PreparationError';
  }
}
