import type { ConsoleAction } from '@eureka-nest/protocol/console';

/** Largest body of an action. */
export const MAX_ACTION_BYTES = 65_536;
const MAX_KEY = 4_000;
const MAX_ENTRIES = 100;

const actions: readonly unknown[] = ['out-of-service', 'in-service', 'remove', 'metadata'];

/** Parses the body of an action; a text says what is wrong with it. */
export function readAction(body: unknown): ConsoleAction | string {
  let given: unknown;
  try {
    given = JSON.parse(Buffer.isBuffer(body) ? body.toString() : '');
  } catch {
    return 'the body must be JSON';
  }
  if (!isRecord(given)) return 'the body must be an object';
  const { action, key, metadata } = given;
  if (!actions.includes(action)) return `action must be one of ${actions.join(', ')}`;
  if (typeof key !== 'string' || !key.includes('/') || key.length > MAX_KEY) {
    return 'key must be an application and an instance id, as in SHOP/web-1';
  }
  if (action !== 'metadata') return { action, key } as ConsoleAction;
  if (!isRecord(metadata)) return 'metadata must be an object of texts';
  const entries = Object.entries(metadata);
  if (entries.length === 0) return 'metadata must have at least one entry';
  if (entries.length > MAX_ENTRIES) return `metadata must have at most ${MAX_ENTRIES} entries`;
  const wrong = entries.find(([name, text]) => name === '' || typeof text !== 'string');
  if (wrong) return `metadata.${wrong[0]} must be a text with a name`;
  return { action: 'metadata', key, metadata: metadata as Record<string, string> };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
