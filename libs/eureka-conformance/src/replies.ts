import { strict as assert } from 'node:assert';
import type { Reply } from './send-request.js';

export const isSuccess = ({ status }: Pick<Reply, 'status'>): boolean => status >= 200 && status <= 299;

/** Asserts that a registration was accepted; another check covers the exact status. */
export function assertAccepted(reply: Reply): void {
  assert.ok(isSuccess(reply), `the registration is accepted, not rejected with ${reply.status}`);
}

/** Parses a response that has to be JSON. */
export function parseJson<T>({ text }: Pick<Reply, 'text'>): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    return assert.fail(`invalid JSON: ${text.slice(0, 500)}`);
  }
}
