import { SettingsFileError } from './errors.js';
import { type Property, splitList } from './property.js';
import { isSameSetting } from './relaxed-name.js';

const activeProfilesName = 'spring.profiles.active';
/** Conditions on a profile: the current name, and the one of Spring Boot before 2.4. */
const profileConditions = ['spring.config.activate.on-profile', 'spring.profiles'];
/** Conditions on a cloud platform, which are never met. */
const platformConditions = ['spring.config.activate.on-cloud-platform'];

/** Properties of the documents that apply to the active profiles. A later property wins. */
export function propertiesFor(
  profiles: readonly string[],
  documents: readonly (readonly Property[])[],
): readonly Property[] {
  return documents.filter((document) => appliesTo(profiles, document)).flat();
}

/**
 * Profiles that a file activates. Spring reads this setting only from documents without a
 * condition.
 */
export function activeProfiles(documents: readonly (readonly Property[])[]): readonly string[] {
  const property = documents
    .filter((document) => !document.some(isCondition))
    .flat()
    .findLast(({ key }) => isSameSetting(activeProfilesName, key));
  return property ? splitList(property.text) : [];
}

/** True for settings that select profiles or documents; they have no other effect. */
export const isProfileSetting = ({ key }: Property): boolean =>
  [activeProfilesName, ...profileConditions, ...platformConditions].some((name) => isSameSetting(name, key));

const isCondition = ({ key }: Property) =>
  [...profileConditions, ...platformConditions].some((name) => isSameSetting(name, key));

function appliesTo(profiles: readonly string[], document: readonly Property[]): boolean {
  // Spring's profile `default` is active when no other is.
  const current = profiles.length > 0 ? profiles : ['default'];
  return document.filter(isCondition).every((condition) => {
    if (platformConditions.some((name) => isSameSetting(name, condition.key))) return false;
    return splitList(condition.text).some((expression) =>
      matchesProfiles(expression, current, condition.where),
    );
  });
}

/** Evaluates `prod`, `!prod`, `prod & eu` or `prod | test`. Parentheses are rejected. */
function matchesProfiles(expression: string, profiles: readonly string[], where: string): boolean {
  if (/[()]/.test(expression)) {
    throw new SettingsFileError(where, `${expression}: parentheses are not supported, write two documents`);
  }
  const isActive = (name: string) =>
    name.startsWith('!') ? !profiles.includes(name.slice(1).trim()) : profiles.includes(name);
  return expression.split('|').some((all) => all.split('&').every((name) => isActive(name.trim())));
}
