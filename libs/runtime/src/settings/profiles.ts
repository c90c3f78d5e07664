import { SettingsFileError } from './errors.js';
import type { Property } from './property.js';
import { isNamed } from './relaxed-name.js';

const active = 'spring.profiles.active';
/** Today's name, and that of Spring Boot before 2.4. */
const conditions = ['spring.config.activate.on-profile', 'spring.profiles'];
/** Of a document for a cloud platform: there is none here. */
const otherConditions = ['spring.config.activate.on-cloud-platform'];

/** What remains of a file's documents for the profiles that are active; of two that say the same the later counts. */
export function settingsFor(
  profiles: readonly string[],
  documents: readonly (readonly Property[])[],
): readonly Property[] {
  return documents.filter((document) => isFor(profiles, document)).flat();
}

/** The profiles that a file itself makes active; Spring allows that only where no profile is needed to read it. */
export function profilesIn(documents: readonly (readonly Property[])[]): readonly string[] {
  const said = documents
    .filter((document) => !document.some(isCondition))
    .flat()
    .findLast(({ key }) => isNamed(active, key));
  return said ? listed(said.text) : [];
}

/** `a, b` */
export const listed = (text: string): readonly string[] =>
  text.split(',').map((part) => part.trim()).filter(Boolean); // prettier-ignore

/** The settings that choose profiles and documents: they are obeyed, and mean nothing else. */
export const isAboutProfiles = ({ key }: Property): boolean =>
  [active, ...conditions, ...otherConditions].some((name) => isNamed(name, key));

const isCondition = ({ key }: Property) =>
  [...conditions, ...otherConditions].some((name) => isNamed(name, key));

function isFor(profiles: readonly string[], document: readonly Property[]): boolean {
  // Where none is active, Spring's is called `default`.
  const current = profiles.length > 0 ? profiles : ['default'];
  return document.filter(isCondition).every((condition) => {
    if (otherConditions.some((name) => isNamed(name, condition.key))) return false;
    return listed(condition.text).some((expression) => holds(expression, current, condition.where));
  });
}

/** `prod`, `!prod`, `prod & eu`, `prod | test`; parentheses are beyond a settings file of a registry. */
function holds(expression: string, profiles: readonly string[], where: string): boolean {
  if (/[()]/.test(expression)) {
    throw new SettingsFileError(where, `${expression}: parentheses are not read here, write two documents`);
  }
  const isActive = (name: string) =>
    name.startsWith('!') ? !profiles.includes(name.slice(1).trim()) : profiles.includes(name);
  return expression.split('|').some((all) => all.split('&').every((name) => isActive(name.trim())));
}
