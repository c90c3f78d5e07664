import { SettingsFileError } from './errors.js';
import { type Property, splitList } from './property.js';
import { isSameSetting } from './relaxed-name.js';

const activeProfilesName = 'spring.profiles.active';
const includedProfilesName = 'spring.profiles.include';
const groupPrefix = 'spring.profiles.group.';
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

/** Profiles that were chosen outside of the file; each wins over what the file says. */
export interface GivenProfiles {
  readonly active?: readonly string[] | undefined;
  readonly included?: readonly string[] | undefined;
}

/**
 * Profiles in force, the strongest last: those that are included, the active ones, and behind each
 * the members of its group. Spring reads these settings only from documents without a condition.
 */
export function profilesInForce(
  documents: readonly (readonly Property[])[],
  { active, included }: GivenProfiles,
): readonly string[] {
  const properties = documents.filter((document) => !document.some(isCondition)).flat();
  const listed = (name: string) => listOfProfiles(properties, (key) => isSameSetting(name, key));
  const inForce = new Set<string>();
  const add = (profile: string) => {
    if (inForce.has(profile)) return;
    inForce.add(profile);
    listOfProfiles(properties, (key) => key === `${groupPrefix}${profile}`).forEach(add);
  };
  [...(included ?? listed(includedProfilesName)), ...(active ?? listed(activeProfilesName))].forEach(add);
  return [...inForce];
}

/** A list in one value, the last of which counts, or in numbered ones (`include[0]`). */
function listOfProfiles(
  properties: readonly Property[],
  isNamed: (key: string) => boolean,
): readonly string[] {
  const found = properties.filter(({ key }) => isNamed(withoutIndex(key)));
  const numbered = found.filter(({ key }) => key !== withoutIndex(key));
  const values = numbered.length > 0 ? numbered : found.slice(-1);
  return values.flatMap(({ text }) => splitList(text));
}

const withoutIndex = (key: string) => key.replace(/\[\d+\]$/, '');

/** True for settings that select profiles or documents; they have no other effect. */
export const isProfileSetting = ({ key }: Property): boolean =>
  key.startsWith(groupPrefix) ||
  [activeProfilesName, includedProfilesName, ...profileConditions, ...platformConditions].some((name) =>
    isSameSetting(name, withoutIndex(key)),
  );

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
