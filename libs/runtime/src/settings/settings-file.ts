import { existsSync, readFileSync, statSync } from 'node:fs';
import { format, parse } from 'node:path';
import { SettingsFileError } from './errors.js';
import { type GivenProfiles, profilesInForce, propertiesFor } from './profiles.js';
import { parseProperties } from './properties-file.js';
import type { Property } from './property.js';
import { parseYaml } from './yaml-file.js';

const maxBytes = 1_048_576;

export interface SettingsFile {
  /** Properties in order; the last one of a name wins. */
  readonly properties: readonly Property[];
  readonly profiles: readonly string[];
}

/**
 * Reads a Spring settings file, YAML or (by its extension) `.properties`, and the files of the
 * active profiles beside it: for `application.yml` and the profile `peer1` also
 * `application-peer1.yml`, which wins.
 *
 * @param active active profiles; if absent, the file says which
 * @param included further profiles, weaker than the active ones; if absent, the file says which
 */
export function readSettingsFile(
  file: string,
  active?: GivenProfiles['active'],
  included?: GivenProfiles['included'],
): SettingsFile {
  const documents = readDocuments(file);
  const profiles = profilesInForce(documents, { active, included });
  const { dir, name, ext } = parse(file);
  const ofProfiles = profiles
    .map((profile) => format({ dir, name: `${name}-${profile}`, ext }))
    .filter((each) => existsSync(each))
    .flatMap(readDocuments);
  return {
    profiles,
    properties: [...propertiesFor(profiles, documents), ...propertiesFor(profiles, ofProfiles)],
  };
}

function readDocuments(file: string): readonly (readonly Property[])[] {
  const text = readText(file);
  return /\.properties$/i.test(file) ? parseProperties(text, file) : parseYaml(text, file);
}

function readText(file: string): string {
  try {
    if (statSync(file).size > maxBytes) throw new Error('it is larger than 1 MiB');
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new SettingsFileError(file, `it cannot be read: ${why}`, { cause: error });
  }
}
