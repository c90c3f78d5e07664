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
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { tlsOf } from '../options/access.options.js';
import { type CommandLine, UsageError } from './command-line.js';
import { explainIgnored, type IgnoredSetting } from './unsupported-settings.js';

/** Options of a server, and where each one was set. */
export interface Configuration {
  readonly options: EurekaServerOptions;
  /** Origin of each option that was set, by the option's name in code. */
  readonly origins: ReadonlyMap<string, string>;
  readonly file?: string;
  readonly profiles: readonly string[];
  /** Settings that were given but have no effect. */
  readonly ignored: readonly IgnoredSetting[];
}

const profilesKey = 'spring.profiles.active';

/** Merges flags, environment, settings file and defaults; each wins over those after it. */
export function resolveConfiguration(line: CommandLine, env: NodeJS.ProcessEnv): Configuration {
  const flags = line.properties;
  const variables = propertiesInEnv(EurekaServerOptions, env);
  const activeProfiles = lastOf(flags, profilesKey)?.text ?? env['SPRING_PROFILES_ACTIVE'];
  const profiles = activeProfiles?.trim() ? splitList(activeProfiles) : undefined;
  const file = line.config === undefined ? undefined : readSettingsFile(line.config, profiles);
  const fromFile = file?.properties ?? [];

  const variable = (name: string) => (Object.hasOwn(env, name) ? env[name] : undefined);
  const valueOf = (name: string) =>
    (lastOf(flags, name) ?? lastOf(variables, name))?.text ??
    variable(name) ??
    variable(name.replace(/[.-]/g, '_').toUpperCase()) ??
    lastOf(fromFile, name)?.text;
  const resolve = (property: Property) =>
    fromFile.includes(property) ? resolvePlaceholders(property.text, valueOf, property.where) : property.text;

  const { given, origins, others } = gather(EurekaServerOptions, [flags, variables, fromFile], resolve);
  const names = settingsOf(EurekaServerOptions).map(({ yml }) => yml);
  const ignored = others.map((property) => explainIgnored(property, names));
  const wrongFlag = ignored.find(({ property, isWarning }) => isWarning && flags.includes(property));
  if (wrongFlag) throw new UsageError(`${wrongFlag.property.where} has no effect: ${wrongFlag.why}`);
  const options = withOrigins(origins, () => {
    const valid = new EurekaServerOptions(given);
    // Reads the certificate files, so that a bad one is reported now.
    tlsOf(valid);
    return valid;
  });
  return { options, origins, file: line.config, profiles: file?.profiles ?? [], ignored };
}

const lastOf = (properties: readonly Property[], name: string) =>
  properties.findLast(({ key }) => isSameSetting(name, key));

/** Replaces the option's name in an error by the place where the user set it. */
function withOrigins<T>(origins: ReadonlyMap<string, string>, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof InvalidOptionError)) throw error;
    const setting = settingsOf(EurekaServerOptions).find(
      ({ key, yml }) => error.where.split(' ', 1)[0] === key || error.where === yml,
    );
    const origin = setting && origins.get(setting.key);
    if (!setting || !origin) throw error;
    throw new InvalidOptionError(`${origin} ${setting.yml}`, error.value, error.allowed);
  }
}
