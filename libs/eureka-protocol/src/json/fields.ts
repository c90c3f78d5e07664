import { DecodeError } from '../model/errors.js';
import { spellingOf } from './spelling.js';

/**
 * An object of parsed JSON. The functions below read its fields as leniently as Java's parser: null
 * counts as absent, and scalars are converted where that makes sense. They take the value of the
 * field, since a load with a fixed name is far cheaper than `fields[name]` with any name, and for
 * error messages the path of the object and the field's name.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** Mutable form of a model type, for decoders that fill it in field by field. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function objectAt(value: unknown, field: string, allowed = 'an object'): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DecodeError(field, allowed);
  return value as Fields;
}

/** Reads the content of a document under its single root name. */
export const underRoot = (value: unknown, root: string): unknown =>
  objectAt(value, root, 'the root name of a JSON object')[root];

/** Reads a list; Java's older JSON writes a list of one element as the element itself. */
export function listAt(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === undefined || value === null) return [];
  return [objectAt(value, field, 'an array')];
}

export function textField(value: unknown, at: string, name: string): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return spellingOf(value);
    case 'boolean':
      return String(value);
    default:
      if (value === undefined || value === null) return undefined;
      throw new DecodeError(`${at}.${name}`, 'a text');
  }
}

export function requiredTextField(value: unknown, at: string, name: string): string {
  const text = textField(value, at, name);
  if (text === undefined) throw new DecodeError(`${at}.${name}`, 'given');
  return text;
}

/** A number in a text, in the forms that Java's parser reads. */
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads a number or its text; fractions are cut off, an empty text counts as absent. */
function integerField(sent: unknown, at: string, name: string, largest: number): number | undefined {
  const value = typeof sent === 'string' ? sent.trim() : sent;
  if (value === undefined || value === null || value === '') return undefined;
  const number = typeof value === 'string' && decimal.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !(Math.abs(number) <= largest)) {
    throw new DecodeError(`${at}.${name}`, `a whole number, at most ${largest}`);
  }
  return Math.trunc(number) + 0; // -0 becomes 0
}

/** Largest value of Java's int. */
export const maxJavaInt = 2_147_483_647;

export const intField = (value: unknown, at: string, name: string): number | undefined =>
  integerField(value, at, name, maxJavaInt);

/**
 * Reads a timestamp. Java's long has 64 bits; larger values than 2^53 would be corrupted, so they
 * are rejected.
 */
export const epochMsField = (value: unknown, at: string, name: string): number | undefined =>
  integerField(value, at, name, Number.MAX_SAFE_INTEGER);

/** Reads `true` or the text "true"; "TRUE" is false, as in Java. */
export function booleanField(value: unknown, at: string, name: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw new DecodeError(`${at}.${name}`, '"true" or "false"');
  return value === true || value === 'true';
}

/**
 * Path of a field whose name came over the wire: short and on one line, since it ends up in logs.
 */
export const fieldPath = (at: string, name: string): string =>
  /^[\w.-]{1,64}$/.test(name) ? `${at}.${name}` : `${at}[${JSON.stringify(name.slice(0, 64))}]`;

/** Reads a map of texts. Every name becomes an own property, including `__proto__`. */
export function textMapAt(value: unknown, field: string): Record<string, string> {
  const fields = objectAt(value, field);
  const texts: Record<string, string> = {};
  for (const name of Object.keys(fields)) {
    if (name === '@class') continue;
    const each = fields[name];
    if (typeof each === 'object' && each !== null) throw new DecodeError(fieldPath(field, name), 'a text');
    const text = typeof each === 'string' ? each : typeof each === 'number' ? spellingOf(each) : String(each);
    if (name === '__proto__') defineOwn(texts, name, text);
    else texts[name] = text;
  }
  return texts;
}

const defineOwn = (texts: object, name: string, value: string): void =>
  void Object.defineProperty(texts, name, { value, writable: true, enumerable: true, configurable: true });
