import { gather } from './gather.js';
import type { Property } from './property.js';
import { settingsOf, type SettingsClass } from './setting.js';

/** Reads the settings of a class from the environment, the only place where it is read. */
export const fromEnv = <T extends object>(
  type: SettingsClass<T>,
  env: NodeJS.ProcessEnv = process.env,
): Partial<T> => gather(type, [propertiesInEnv(type, env)]).given;

/**
 * Properties that the environment sets for a class. Besides our names
 * (`EUREKA_SERVER_ENABLE_SELF_PRESERVATION`, `PORT`) it understands Spring's, which have no dashes
 * (`EUREKA_SERVER_ENABLESELFPRESERVATION`, `SERVER_PORT`); ours win. An empty variable counts as
 * unset.
 */
export function propertiesInEnv(
  type: { readonly prototype: object },
  env: NodeJS.ProcessEnv,
): readonly Property[] {
  const byCompactName = new Map(Object.keys(env).map((name) => [name.replaceAll('_', ''), name]));
  return settingsOf(type).flatMap(({ yml, env: ourName }) => {
    const springName = byCompactName.get(yml.replace(/[.-]/g, '').toUpperCase());
    return [...new Set([springName ?? ourName, ourName])].flatMap((name) => {
      const text = env[name]?.trim();
      return text ? [{ key: yml, text, where: name }] : [];
    });
  });
}
