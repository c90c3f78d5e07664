import { Slicer, type Steps } from '../../src/response-cache/slicer.js';
import type { EncodedResponse } from '../../src/response-cache/response-cache.js';

/** A slicer that does all work at once, whatever time it takes. */
export const atOnce = (): Slicer => new Slicer({ budgetMs: Infinity });

/** Takes all steps at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The result of a document or of a cache that renders {@link atOnce}. */
export function rendered<T extends object | undefined>(result: T | Steps<T> | Promise<T>): T {
  if (result instanceof Promise) throw new Error('this is rendered later');
  return result && 'next' in result ? finished(result) : result;
}

export const textOf = (response: EncodedResponse | undefined): string =>
  Buffer.concat([...(response?.plain() ?? [])]).toString();
