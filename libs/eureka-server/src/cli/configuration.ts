import {
  gather,
  InvalidOptionError,
  isSameSetting,
  splitList,
  propertiesInEnv,
  readSettingsFile,
  settingsOf,
  resolvePlaceholders,
  type Property,
} from '@eureka-nest/runtime';
import { UsageError } from '../errors.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { tlsOf } from '../options/access.options.js';
import type { CommandLine } from './command-line.js';
import { ignoredAs, type Ignored } from './unsupported-settings.js';

/** What a server will do, and why. */
export interface Configuration {
  readonly options: EurekaServerOptions;
  /** Where an option that is not left at its default comes from, by its name in code. */
  readonly origins: ReadonlyMap<string, string>;
  readonly file?: string;
  readonly profiles: readonly string[];
  /** What was said and changes nothing. */
  readonly ignored: readonly Ignored[];
}

const profilesKey = 'spring.profiles.active';

/** Flags win over the environment, which wins over the file, which wins over the defaults. */
export function configurationOf(line: CommandLine, env: NodeJS.ProcessEnv): Configuration {
  const flags = line.properties;
  const variables = propertiesInEnv(EurekaServerOptions, env);
  const told = lastOf(flags, profilesKey)?.text ?? env['SPRING_PROFILES_ACTIVE'];
  const file =
    line.config === undefined
      ? undefined
      : readSettingsFile(line.config, told?.trim() ? splitList(told) : undefined);
  const written = file?.properties ?? [];

  const variable = (name: string) => (Object.hasOwn(env, name) ? env[name] : undefined);
  const valueOf = (name: string) =>
    (lastOf(flags, name) ?? lastOf(variables, name))?.text ??
    variable(name) ??
    variable(name.replace(/[.-]/g, '_').toUpperCase()) ??
    lastOf(written, name)?.text;
  const resolve = (property: Property) =>
    written.includes(property) ? resolvePlaceholders(property.text, valueOf, property.where) : property.text;

  const { given, origins, others } = gather(EurekaServerOptions, [flags, variables, written], resolve);
  const names = settingsOf(EurekaServerOptions).map(({ yml }) => yml);
  const ignored = others.map((property) => ignoredAs(property, names));
  const wrongFlag = ignored.find(({ property, matters }) => matters && flags.includes(property));
  if (wrongFlag) throw new UsageError(`${wrongFlag.property.where} changes nothing: ${wrongFlag.why}`);
  const options = withOrigins(origins, () => {
    const made = new EurekaServerOptions(given);
    // Their files are read to see whether they are good.
    tlsOf(made);
    return made;
  });
  return { options, origins, file: line.config, profiles: file?.profiles ?? [], ignored };
}

const lastOf = (properties: readonly Property[], name: string) =>
  properties.findLast(({ key }) => isSameSetting(name, key));

/** What is wrong with options as a whole is told of an option; a person needs the line where it was written. */
function withOrigins<T>(origins: ReadonlyMap<string, string>, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof InvalidOptionError)) throw error;
    const its = settingsOf(EurekaServerOptions).find(
      ({ key, yml }) => error.where.split(' ', 1)[0] === key || error.where === yml,
    );
    const origin = its && origins.get(its.key);
    if (!its || !origin) throw error;
    throw new InvalidOptionError(`${origin} ${its.yml}`, error.value, error.allowed);
  }
}
