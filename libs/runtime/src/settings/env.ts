import { InvalidOptionError } from '../errors.js';
import { settingsOf } from './setting.js';

/** The environment is read here and nowhere else. An empty variable counts as unset. */
export function fromEnv<T extends object>(
  type: new (given?: Partial<T>) => T,
  env: NodeJS.ProcessEnv = process.env,
): Partial<T> {
  const given: Record<string, unknown> = {};
  for (const { key, env: name, kind } of settingsOf(type)) {
    const text = env[name]?.trim();
    if (!text) continue;
    const value = kind.read(text);
    if (value === undefined) throw new InvalidOptionError(name, text, kind.allowed);
    given[key] = value;
  }
  return given as Partial<T>;
}
