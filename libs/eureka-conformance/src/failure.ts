import type { AssertionError } from 'node:assert';
import type { Check } from './check.js';

/** The server does not meet a requirement. */
export class ConformanceFailure extends Error {
  constructor(
    check: Check,
    title: string,
    override readonly cause: AssertionError,
    /** Last request of the check, with its response. */
    lastExchange: string,
  ) {
    const { id, requirement, source, improvesOnJava } = check;
    const rule = improvesOnJava
      ? `better than ${source}: ${requirement}`
      : `in Eureka, ${requirement} (${source})`;
    super(`${title}, ${id}: ${rule}\n${cause.message}\nlast exchange: ${lastExchange}`);
    this.name = 'ConformanceFailure';
  }
}
