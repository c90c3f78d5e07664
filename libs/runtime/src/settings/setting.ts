import { InvalidOptionError } from './errors.js';
import type { Kind } from './kinds.js';

/** A class whose fields are settings; its field initialisers are the defaults. */
export type SettingsClass<T extends object> = new (given?: Partial<T>) => T;

export interface Setting {
  /** The option's name in code. */
  readonly key: string;
  /** Its name in an application.yml of Spring, or our own in the same manner where Spring has none. */
  readonly yml: string;
  /** Its environment variable. */
  readonly env: string;
  readonly kind: Kind<unknown>;
}

const settingsByPrototype = new WeakMap<object, Setting[]>();

/**
 * Makes a field a setting. The doc comment above it is its line in the list of settings.
 *
 * @param env where the variable is not simply the yml name in capitals
 */
export const setting =
  (yml: string, kind: Kind<unknown>, env = envNameOf(yml)): PropertyDecorator =>
  (target, key) => {
    const own = settingsByPrototype.get(target) ?? [];
    settingsByPrototype.set(target, [...own, { key: String(key), yml, env, kind }]);
  };

/** `eureka.server.enable-self-preservation` is `EUREKA_SERVER_ENABLE_SELF_PRESERVATION`; `defaultZone` is `DEFAULT_ZONE`. */
export const envNameOf = (yml: string): string =>
  yml
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.-]/g, '_')
    .toUpperCase();

/** All settings of a class, those of its parents first. */
export function settingsOf(type: { readonly prototype: object }): readonly Setting[] {
  const found: Setting[] = [];
  for (let at: object | null = type.prototype; at; at = Object.getPrototypeOf(at))
    found.unshift(...(settingsByPrototype.get(at) ?? []));
  return found;
}

/** Puts what was given over the defaults; a wrong value or an unknown name stops here, with a message that names it. */
export function applySettings<T extends object>(target: T, given: Partial<T>): void {
  const known = new Map(settingsOf(target.constructor).map((each) => [each.key, each]));
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const setting = known.get(key);
    if (!setting)
      throw new InvalidOptionError(key, value, `left out: the options are ${[...known.keys()].join(', ')}`);
    if (!setting.kind.accepts(value)) throw new InvalidOptionError(key, value, setting.kind.allowed);
    Object.assign(target, { [key]: value });
  }
}
