import { InvalidOptionError } from './errors.js';
import type { Property } from './property.js';
import { isSameSetting } from './relaxed-name.js';
import { settingsOf, type SettingsClass } from './setting.js';

/** What several places say about the settings of one class. */
export interface Gathered<T extends object> {
  readonly given: Partial<T>;
  /** Where the value of an option comes from, by the option's name in code. */
  readonly origins: ReadonlyMap<string, string>;
  /** What is no setting of this class. */
  readonly others: readonly Property[];
}

/**
 * Reads the settings of a class from what was written in several places, the strongest first; of one place the last word counts.
 * An empty text counts as unset.
 *
 * @param resolve what a text really says, where it may refer to other settings
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
      if (value === undefined) throw new InvalidOptionError(originText(property), text, setting.kind.allowed);
      given[setting.key] = value;
      origins.set(setting.key, property.where);
    }
  }
  return { given: given as Partial<T>, origins, others };
}

/** A line of a file does not name the setting, as a variable or a flag does. */
const originText = ({ where, key }: Property) => (/:\d+$/.test(where) ? `${where} ${key}` : where);
