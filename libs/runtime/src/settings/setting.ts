import { InvalidOptionError } from './errors.js';
import type { Kind } from './kinds.js';

/** A class whose fields are settings; the field initialisers are the defaults. */
export type SettingsClass<T extends object> = new (given?: Partial<T>) => T;

export interface Setting {
  /** Name of the option in code. */
  readonly key: string;
  /** Name in Spring's application.yml, or one in the same style if Spring has no such setting. */
  readonly yml: string;
  /** Environment variable. */
  readonly env: string;
  readonly kind: Kind<unknown>;
}

const settingsByPrototype = new WeakMap<object, Setting[]>();

/**
 * Declares a field as a setting. Its doc comment is its description in docs/settings.md.
 *
 * @param env environment variable, if it is not the yml name in capitals
 */
export const setting =
  (yml: string, kind: Kind<unknown>, env = envNameOf(yml)): PropertyDecorator =>
  (target, key) => {
    const own = settingsByPrototype.get(target) ?? [];
    settingsByPrototype.set(target, [...own, { key: String(key), yml, env, kind }]);
  };

/** Environment variable of a yml name: `eureka.server.port` is `EUREKA_SERVER_PORT`. */
export const envNameOf = (yml: string): string =>
  yml
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.-]/g, '_')
    .toUpperCase();

/** Settings of a class, those of its parents first. */
export function settingsOf(type: { readonly prototype: object }): readonly Setting[] {
  const found: Setting[] = [];
  for (let at: object | null = type.prototype; at; at = Object.getPrototypeOf(at))
    found.unshift(...(settingsByPrototype.get(at) ?? []));
  return found;
}

/** Assigns the given options over the defaults; throws for an invalid value or an unknown name. */
export function applySettings<T extends object>(target: T, given: Partial<T>): void {
  const known = new Map(settingsOf(target.constructor).map((each) => [each.key, each]));
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const setting = known.get(key);
    if (!setting)
      throw new InvalidOptionError(
        key,
        typeof value === 'string' ? hidden : value,
        `left out: the options are ${[...known.keys()].join(', ')}`,
      );
    if (!setting.kind.accepts(value)) throw invalidValue(key, value, setting.kind);
    Object.assign(target, { [key]: value });
  }
}

/** Text shown for a secret, and for a text of an unknown option: a misspelt `password`. */
const hidden = '******';

/** Error for a value that its kind does not accept. */
export const invalidValue = (where: string, value: unknown, kind: Kind<unknown>): InvalidOptionError =>
  new InvalidOptionError(where, kind.isSecret ? hidden : value, kind.allowed);
