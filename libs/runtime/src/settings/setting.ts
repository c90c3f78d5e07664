import { InvalidOptionError } from './errors.js';
import type { Kind } from './kinds.js';
import { didYouMean } from './relaxed-name.js';

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
    if (!setting) {
      // A text may be that of a misspelt `password`.
      const shown = typeof value === 'string' ? hidden : value;
      throw new InvalidOptionError(key, shown, unknownOption(key, [...known.values()]));
    }
    if (!setting.kind.accepts(value)) throw invalidValue(key, value, setting.kind);
    Object.assign(target, { [key]: value });
  }
}

/** Text shown for a secret. */
const hidden = '******';

/** Error for a value that its kind does not accept. */
export const invalidValue = (where: string, value: unknown, kind: Kind<unknown>): InvalidOptionError =>
  new InvalidOptionError(where, kind.isSecret ? hidden : value, kind.allowed);
/** Names the option that was probably meant, by its name in code or in an application.yml. */
function unknownOption(written: string, settings: readonly Setting[]): string {
  const lastPart = ({ yml }: Setting) => yml.split('.').at(-1) ?? '';
  const isOnly = (each: Setting) => settings.every((one) => one === each || lastPart(one) !== lastPart(each));
  const keyOf = new Map([
    ...settings.filter(isOnly).map((each) => [lastPart(each), each.key] as const),
    ...settings.map(({ yml, key }) => [yml, key] as const),
    ...settings.map(({ key }) => [key, key] as const),
  ]);
  const part = written.toLowerCase();
  const keys = settings.map(({ key }) => key).sort((one, other) => one.length - other.length);
  const longer = keys.find((key) => part.length > 3 && key.toLowerCase().includes(part));
  const meant = longer ?? keyOf.get(didYouMean(written, [...keyOf.keys()], 1 / 3) ?? '');
  const hint = meant === undefined ? '; docs/settings.md lists them' : `, did you mean ${meant}?`;
  return `left out: there is no such option${hint}`;
}
