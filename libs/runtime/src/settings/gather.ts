import type { Property } from './property.js';
import { isSameSetting } from './relaxed-name.js';
import { invalidValue, settingsOf, type SettingsClass } from './setting.js';

/** Settings of one class, gathered from several sources. */
export interface Gathered<T extends object> {
  readonly given: Partial<T>;
  /** Origin of each value, such as `application.yml:12`, by the option's name in code. */
  readonly origins: ReadonlyMap<string, string>;
  /** Properties that are not settings of this class. */
  readonly others: readonly Property[];
}

/**
 * Gathers the settings of a class from several sources, the strongest first. Within a source the
 * last property of a name wins. An empty text counts as unset.
 *
 * @param resolve text of a property, with its placeholders resolved
 */
export function gather<T extends object>(
  type: SettingsClass<T>,
  sources: readonly (readonly Property[])[],
  resolve: (property: Property) => string = ({ text }) => text,
): Gathered<T> {
  const settings = settingsOf(type);
  const given: Record<string, unknown> = {};
  const origins = new Map<string, string>();
  const others: Property[] = [];
  for (const source of sources) {
    for (const property of source.toReversed()) {
      const setting = settings.find(({ yml }) => isSameSetting(yml, property.key));
      if (!setting) others.unshift(property);
      if (!setting || origins.has(setting.key)) continue;
      const text = resolve(property).trim();
      if (text === '') continue;
      const value = setting.kind.read(text);
      if (value === undefined) throw invalidValue(originText(property), text, setting.kind);
      given[setting.key] = value;
      origins.set(setting.key, property.where);
    }
  }
  return { given: given as Partial<T>, origins, others };
}

/** Adds the setting's name to a line of a file; a variable or a flag names it already. */
const originText = ({ where, key }: Property) => (/:\d+$/.test(where) ? `${where} ${key}` : where);
