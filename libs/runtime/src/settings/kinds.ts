import { splitList } from './property.js';

/**
 * Type of a setting's value: how it is parsed and checked, and the description in error messages.
 */
export interface Kind<T> {
  /** Description of valid values; completes "it must be …". */
  readonly allowed: string;
  /** Parses a text; undefined if it is invalid. */
  read(text: string): T | undefined;
  accepts(value: unknown): boolean;
  /** True for a password: neither an error nor a report shows it. */
  readonly isSecret?: true;
}

export const wholeNumber = (least: number, most: number, allowed: string): Kind<number> => {
  const accepts = (value: unknown) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
  return {
    allowed,
    accepts,
    read: (text) => (/^-?\d+$/.test(text) && accepts(Number(text)) ? Number(text) : undefined),
  };
};

/** Longest delay of setTimeout: a longer one fires at once. */
const maxDelayMs = 2_147_483_647;

export const port = wholeNumber(0, 65_535, 'a port number from 0 (any free port) to 65535');
export const count = wholeNumber(0, Number.MAX_SAFE_INTEGER, 'a whole number, 0 or more');
export const countOrNone = wholeNumber(-1, Number.MAX_SAFE_INTEGER, 'a whole number, 0 or more, or -1');
export const milliseconds = wholeNumber(1, maxDelayMs, 'a whole number of milliseconds from 1 to 2147483647');
export const seconds = wholeNumber(1, 2_147_483, 'a whole number of seconds from 1 to 2147483');

export const fraction: Kind<number> = {
  allowed: 'a number above 0 and up to 1, such as 0.85',
  accepts: (value) => typeof value === 'number' && value > 0 && value <= 1,
  read: (text) => (/^\d*\.?\d+$/.test(text) && fraction.accepts(Number(text)) ? Number(text) : undefined),
};

export const flag: Kind<boolean> = {
  allowed: 'true or false',
  accepts: (value) => typeof value === 'boolean',
  // Spring accepts all of these words.
  read: (text) =>
    /^(true|yes|on|1)$/i.test(text) ? true : /^(false|no|off|0)$/i.test(text) ? false : undefined,
};

const textThat = (isValid: (text: string) => boolean, allowed: string): Kind<string> => ({
  allowed,
  accepts: (value) => typeof value === 'string' && isValid(value),
  read: (text) => (isValid(text) ? text : undefined),
});

export const text = textThat((text) => text !== '', 'a text that is not empty');

/** A password. */
export const secret: Kind<string> = { ...text, isSecret: true };

/** Path of a URL: `/`, or names that each follow a slash. */
export const path = textThat((text) => /^\/$|^(\/[\w.-]+)+\/?$/.test(text), 'a path such as /eureka');

export const url = textThat(
  (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
  'an http or https URL',
);

export const oneOf = <const T extends string>(...words: readonly T[]): Kind<T> => ({
  allowed: `one of ${words.join(', ')}`,
  accepts: (value) => words.includes(value as T),
  read: (text) => words.find((word) => word.toLowerCase() === text.toLowerCase()),
});

/** Log levels, from the most to the least verbose. */
export const logLevels = ['debug', 'log', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

const springLevels: Readonly<Record<string, LogLevel>> = {
  trace: 'debug',
  info: 'log',
  fatal: 'error',
  off: 'error',
};

/** Nest's log levels; Spring's (`INFO`, `TRACE`, `OFF`) are mapped to the nearest of them. */
export const logLevel: Kind<LogLevel> = {
  ...oneOf(...logLevels),
  read: (text) => springLevels[text.toLowerCase()] ?? oneOf(...logLevels).read(text),
};

/** A list; written with commas between its parts. */
export const listOf = <T>(one: Kind<T>): Kind<readonly T[]> => ({
  allowed: `a list (separated by commas), each ${one.allowed}`,
  accepts: (value) => Array.isArray(value) && value.every((part) => one.accepts(part)),
  read: (text) => {
    const parts = splitList(text).map((part) => one.read(part));
    return parts.every((part): part is T & {} => part !== undefined) ? parts : undefined;
  },
});

/** A map; written as key=value pairs separated by commas. */
export const pairs: Kind<Readonly<Record<string, string>>> = {
  allowed: 'pairs such as zone=z1,version=2',
  accepts: (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((part) => typeof part === 'string'),
  read: (text) => {
    const entries = text.split(',').map((pair) => pair.trim().split(/=(.*)/s).slice(0, 2));
    return entries.every((entry) => entry.length === 2 && entry[0]) ? Object.fromEntries(entries) : undefined;
  },
};
