import { InvalidOptionError } from './errors.js';
import type { Property } from './property.js';
import { isNamed } from './relaxed-name.js';
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
  places: readonly (readonly Property[])[],
  resolve: (property: Property) => string = ({ text }) => text,
): Gathered<T> {
  const settings = settingsOf(type);
  const given: Record<string, unknown> = {};
  const origins = new Map<string, string>();
  const others: Property[] = [];
  for (const place of places) {
    for (const property of place.toReversed()) {
      const its = settings.find(({ yml }) => isNamed(yml, property.key));
      if (!its) others.unshift(property);
      if (!its || origins.has(its.key)) continue;
      const text = resolve(property).trim();
      if (text === '') continue;
      const value = its.kind.read(text);
      if (value === undefined) throw new InvalidOptionError(placeOf(property), text, its.kind.allowed);
      given[its.key] = value;
      origins.set(its.key, property.where);
    }
  }
  return { given: given as Partial<T>, origins, others };
}

/** A line of a file does not name the setting, as a variable or a flag does. */
const placeOf = ({ where, key }: Property) => (/:\d+$/.test(where) ? `${where} ${key}` : where);
