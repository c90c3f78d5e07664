import { existsSync, readFileSync, statSync } from 'node:fs';
import { format, parse } from 'node:path';
import { SettingsFileError } from './errors.js';
import { profilesIn, settingsFor } from './profiles.js';
import { settingsInProperties } from './properties-file.js';
import type { Property } from './property.js';
import { settingsInYaml } from './yaml-file.js';

const mostBytes = 1_048_576;

export interface SettingsFile {
  /** The last one of a name counts. */
  readonly properties: readonly Property[];
  readonly profiles: readonly string[];
}

/**
 * Reads a settings file of Spring's form, YAML or (by its ending) `.properties`, and beside it those of the active profiles:
 * with `application.yml` and the profile `peer1` also `application-peer1.yml`, which wins.
 *
 * @param given the active profiles; left out, the file says which
 */
export function readSettingsFile(file: string, given?: readonly string[]): SettingsFile {
  const documents = documentsIn(file);
  const profiles = given ?? profilesIn(documents);
  const { dir, name, ext } = parse(file);
  const ofProfiles = profiles
    .map((profile) => format({ dir, name: `${name}-${profile}`, ext }))
    .filter((each) => existsSync(each))
    .flatMap(documentsIn);
  return {
    profiles,
    properties: [...settingsFor(profiles, documents), ...settingsFor(profiles, ofProfiles)],
  };
}

function documentsIn(file: string): readonly (readonly Property[])[] {
  const text = contentOf(file);
  return /\.properties$/i.test(file) ? settingsInProperties(text, file) : settingsInYaml(text, file);
}

function contentOf(file: string): string {
  try {
    if (statSync(file).size > mostBytes) throw new Error('it is larger than 1 MiB');
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new SettingsFileError(file, `it cannot be read: ${why}`, { cause: error });
  }
}
