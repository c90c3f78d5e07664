import { gather } from './gather.js';
import type { Property } from './property.js';
import { settingsOf, type SettingsClass } from './setting.js';

/** The environment is read here and nowhere else. An empty variable counts as unset. */
export const fromEnv = <T extends object>(
  type: SettingsClass<T>,
  env: NodeJS.ProcessEnv = process.env,
): Partial<T> => gather(type, [propertiesInEnv(type, env)]).given;

/**
 * What the environment says of the settings of a class. Beside our own names (`EUREKA_SERVER_ENABLE_SELF_PRESERVATION`, `PORT`) Spring's
 * are understood, which leave out dashes (`EUREKA_SERVER_ENABLESELFPRESERVATION`, `SERVER_PORT`); ours win.
 */
export function propertiesInEnv(
  type: { readonly prototype: object },
  env: NodeJS.ProcessEnv,
): readonly Property[] {
  const spelt = new Map(Object.keys(env).map((name) => [name.replaceAll('_', ''), name]));
  return settingsOf(type).flatMap(({ yml, env: ours }) => {
    const springs = spelt.get(yml.replace(/[.-]/g, '').toUpperCase());
    return [...new Set([springs ?? ours, ours])].flatMap((name) => {
      const text = env[name]?.trim();
      return text ? [{ key: yml, text, where: name }] : [];
    });
  });
}
