import { strict as assert } from 'node:assert';
import type { Reply } from './ask.js';

export const isTaken = ({ status }: Pick<Reply, 'status'>): boolean => status >= 200 && status <= 299;

/** That a registration came in; with which status a check of its own looks at. */
export function assertTaken(reply: Reply): void {
  assert.ok(isTaken(reply), `the registration is taken, and not answered ${reply.status}`);
}

/** What is in a reply that must be JSON. */
export function documentOf<T>({ text }: Pick<Reply, 'text'>): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    return assert.fail(`this is no JSON: ${text.slice(0, 500)}`);
  }
}
