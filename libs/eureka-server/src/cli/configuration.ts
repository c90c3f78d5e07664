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

/** Part of the name of a variable that was meant to list the peers. */
const registryVariable = /^EUREKA_.*(SERVICE_?URLS?|DEFAULT_?ZONE)$/;

/** Merges flags, environment, settings file and defaults; each wins over those after it. */
export function resolveConfiguration(line: CommandLine, env: NodeJS.ProcessEnv): Configuration {
  const flags = line.properties;
  const variables = propertiesInEnv(EurekaServerOptions, env);
  const profilesGiven = (name: string, variable: string) => {
    const text = lastOf(flags, name)?.text ?? env[variable];
    return text?.trim() ? splitList(text) : undefined;
  };
  const active = profilesGiven('spring.profiles.active', 'SPRING_PROFILES_ACTIVE');
  const included = profilesGiven('spring.profiles.include', 'SPRING_PROFILES_INCLUDE');
  const file = line.config === undefined ? undefined : readSettingsFile(line.config, active, included);
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
  const misspelt = Object.entries(env).flatMap(([name, text]) =>
    registryVariable.test(name) && text?.trim() && !variables.some(({ where }) => where === name)
      ? [{ key: name, text, where: 'environment' }]
      : [],
  );
  const ignored = [...misspelt, ...others].map((property) => explainIgnored(property, names));
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
