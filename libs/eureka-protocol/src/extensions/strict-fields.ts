import { DecodeError } from '../model/errors.js';
import { isInstanceStatus, type InstanceStatus } from '../model/instance-info.js';

/**
 * Readers of single JSON values in the documents of this project. Unlike the readers for Java's
 * documents (`json/fields.ts`) they convert nothing. `field` is the path of the value, for the
 * error.
 */

export function arrayAt(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new DecodeError(field, 'an array');
}

export function stringAt(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  throw new DecodeError(field, 'a text');
}

export function integerAt(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new DecodeError(field, 'a whole number');
}

/** Rejects negative ages: a lease from the future would never expire. */
export function ageAt(value: unknown, field: string): number {
  const age = integerAt(value, field);
  if (age >= 0) return age;
  throw new DecodeError(field, 'a number of ms, 0 or more');
}

export function statusAt(value: unknown, field: string): InstanceStatus {
  if (isInstanceStatus(value)) return value;
  throw new DecodeError(field, 'a status');
}
