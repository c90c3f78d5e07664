import { SettingsFileError } from './errors.js';
import type { Property } from './property.js';
import { isSameSetting } from './relaxed-name.js';

const activeProfilesName = 'spring.profiles.active';
/** Today's name, and that of Spring Boot before 2.4. */
const profileConditions = ['spring.config.activate.on-profile', 'spring.profiles'];
/** Of a document for a cloud platform: there is none here. */
const platformConditions = ['spring.config.activate.on-cloud-platform'];

/** What remains of a file's documents for the profiles that are active; of two that say the same the later counts. */
export function propertiesFor(
  profiles: readonly string[],
  documents: readonly (readonly Property[])[],
): readonly Property[] {
  return documents.filter((document) => appliesTo(profiles, document)).flat();
}

/** The profiles that a file itself makes active; Spring allows that only where no profile is needed to read it. */
export function activeProfiles(documents: readonly (readonly Property[])[]): readonly string[] {
  const said = documents
    .filter((document) => !document.some(isCondition))
    .flat()
    .findLast(({ key }) => isSameSetting(activeProfilesName, key));
  return said ? splitList(said.text) : [];
}

/** `a, b` */
export const splitList = (text: string): readonly string[] =>
  text.split(',').map((part) => part.trim()).filter(Boolean); // prettier-ignore

/** The settings that choose profiles and documents: they are obeyed, and mean nothing else. */
export const isProfileSetting = ({ key }: Property): boolean =>
  [activeProfilesName, ...profileConditions, ...platformConditions].some((name) => isSameSetting(name, key));

const isCondition = ({ key }: Property) =>
  [...profileConditions, ...platformConditions].some((name) => isSameSetting(name, key));

function appliesTo(profiles: readonly string[], document: readonly Property[]): boolean {
  // Where none is active, Spring's is called `default`.
  const current = profiles.length > 0 ? profiles : ['default'];
  return document.filter(isCondition).every((condition) => {
    if (platformConditions.some((name) => isSameSetting(name, condition.key))) return false;
    return splitList(condition.text).some((expression) =>
      matchesProfiles(expression, current, condition.where),
    );
  });
}

/** `prod`, `!prod`, `prod & eu`, `prod | test`; parentheses are beyond a settings file of a registry. */
function matchesProfiles(expression: string, profiles: readonly string[], where: string): boolean {
  if (/[()]/.test(expression)) {
    throw new SettingsFileError(where, `${expression}: parentheses are not read here, write two documents`);
  }
  const isActive = (name: string) =>
    name.startsWith('!') ? !profiles.includes(name.slice(1).trim()) : profiles.includes(name);
  return expression.split('|').some((all) => all.split('&').every((name) => isActive(name.trim())));
}
