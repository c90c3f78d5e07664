import { DecodeError } from '../model/errors.js';

/**
 * Reads single fields of parsed JSON the way Java's parser does: what is null counts as absent, scalars are taken for one
 * another where that makes sense. `at` is the path of the object, for the error alone.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** A value of the model while a decoder fills it in. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function objectAt(value: unknown, field: string, allowed = 'an object'): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DecodeError(field, allowed);
  return value as Fields;
}

/** What a document holds under its one root name. */
export const underRoot = (value: unknown, root: string): unknown =>
  objectAt(value, root, 'the root name of a JSON object')[root];

/** Java's older JSON writes a list of one as that one. */
export function listAt(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === undefined || value === null) return [];
  return [objectAt(value, field, 'an array')];
}

export function textOf(fields: Fields, name: string, at: string): string | undefined {
  const value = fields[name];
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      if (value === undefined || value === null) return undefined;
      throw new DecodeError(`${at}.${name}`, 'a text');
  }
}

export function requiredTextOf(fields: Fields, name: string, at: string): string {
  const text = textOf(fields, name, at);
  if (text === undefined) throw new DecodeError(`${at}.${name}`, 'given');
  return text;
}

const digits = /^[+-]?\d+$/;

/** A number or its digits; fractions are cut off. */
export function wholeNumberOf(fields: Fields, name: string, at: string, largest: number): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && digits.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !(Math.abs(number) <= largest)) {
    throw new DecodeError(`${at}.${name}`, `a whole number, at most ${largest}`);
  }
  return Math.trunc(number) + 0; // -0 becomes 0
}

/** Largest value of Java's int. */
export const largestInt = 2_147_483_647;

export const intOf = (fields: Fields, name: string, at: string): number | undefined =>
  wholeNumberOf(fields, name, at, largestInt);

/** Java has 64 bits here; beyond 53 we could not give back what came. */
export const epochMsOf = (fields: Fields, name: string, at: string): number | undefined =>
  wholeNumberOf(fields, name, at, Number.MAX_SAFE_INTEGER);

/** `true` or the text "true"; "TRUE" is false, as in Java. */
export function flagOf(fields: Fields, name: string, at: string): boolean | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw new DecodeError(`${at}.${name}`, '"true" or "false"');
  return value === true || value === 'true';
}

/** A name that came over the wire goes into an error, and so into a log, short and on one line. */
export const pathTo = (at: string, name: string): string =>
  /^[\w.-]{1,64}$/.test(name) ? `${at}.${name}` : `${at}[${JSON.stringify(name.slice(0, 64))}]`;

/** Texts by name; own properties whatever their names, so that `__proto__` is a name like any other. */
export function textsAt(value: unknown, field: string): Record<string, string> {
  const fields = objectAt(value, field);
  const texts: Record<string, string> = {};
  for (const name of Object.keys(fields)) {
    if (name === '@class') continue;
    const each = fields[name];
    if (typeof each === 'object' && each !== null) throw new DecodeError(pathTo(field, name), 'a text');
    const text = typeof each === 'string' ? each : String(each);
    if (name === '__proto__') define(texts, name, text);
    else texts[name] = text;
  }
  return texts;
}

const define = (texts: object, name: string, value: string): void =>
  void Object.defineProperty(texts, name, { value, writable: true, enumerable: true, configurable: true });
