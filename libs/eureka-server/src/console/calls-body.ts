import type { ConsoleCall, ConsoleConsumer } from '@eureka-nest/protocol/console';

const MAX_CALLS = 200;
const MAX_EJECTED = 200;
const MAX_TEXT = 500;

const outcomes: readonly unknown[] = ['ok', 'failed', 'refused', 'timeout', 'aborted'];

/**
 * Reads what a consumer says of its calls, and copies the known fields alone; a text says what is
 * wrong. The consumer's name is that of its registration, whatever it says.
 */
export function readCalls(text: string, key: string): ConsoleConsumer | string {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return 'its event is not JSON';
  }
  if (!isRecord(given)) return 'its event is no object';
  const { calls, ejected = [], copyAgeMs, registry } = given;
  if (!Array.isArray(calls) || calls.length > MAX_CALLS)
    return `calls must be a list of at most ${MAX_CALLS}`;
  if (!Array.isArray(ejected) || ejected.length > MAX_EJECTED || !ejected.every(isText)) {
    return `ejected must be a list of at most ${MAX_EJECTED} texts`;
  }
  if (copyAgeMs !== undefined && !isTime(copyAgeMs)) return 'copyAgeMs must be a number';
  if (registry !== undefined && !isText(registry)) return 'registry must be a text';
  const read = calls.map(readCall);
  const wrong = read.indexOf(undefined);
  if (wrong >= 0) return `calls[${wrong}] is no call`;
  return {
    key,
    calls: read as ConsoleCall[],
    ejected: [...ejected],
    ...(copyAgeMs !== undefined && { copyAgeMs }),
    ...(registry !== undefined && { registry }),
  };
}

function readCall(given: unknown): ConsoleCall | undefined {
  if (!isRecord(given)) return undefined;
  const { service, target, at, ms, outcome, status } = given;
  if (!isText(service) || !isText(target) || !isTime(at) || !isTime(ms) || !outcomes.includes(outcome)) {
    return undefined;
  }
  if (status !== undefined && !(Number.isInteger(status) && isTime(status))) return undefined;
  const known = { service, target, at, ms, outcome: outcome as ConsoleCall['outcome'] };
  return status === undefined ? known : { ...known, status };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_TEXT;

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
