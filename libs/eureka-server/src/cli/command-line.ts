import { didYouMean, maskLogin, type Property } from '@eureka-nest/runtime';
import { parseArgs } from 'node:util';

/** A command line that cannot be understood. */
export class UsageError extends Error {
  readonly code = 'EUREKA_USAGE';
  constructor(readonly problem: string) {
    super(`${problem} (--help lists the flags)`);
  }
}

export interface CommandLine {
  readonly action: 'start' | 'check' | 'help' | 'version';
  /** Path of a settings file. */
  readonly config?: string;
  /** True if a setting that probably should have an effect, and has none, is an error. */
  readonly isStrict?: true;
  readonly properties: readonly Property[];
}

/** Flags of the command; any setting can also be given by its whole name. */
export const flags = {
  port: { type: 'string', short: 'p' },
  peer: { type: 'string', multiple: true },
  config: { type: 'string', short: 'c' },
  check: { type: 'boolean' },
  strict: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** Settings that a flag stands for. */
const settingKeys: Readonly<Record<string, string>> = {
  port: 'server.port',
  peer: 'eureka.client.service-url.defaultZone',
};

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { tokens } = parseArgs({ args: [...args], options: flags, strict: false, tokens: true });
  const switches = new Set<string>();
  const values = new Map<string, string[]>();
  const properties: Property[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`"${maskLogin(token.value)}" is not a flag`);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (name.includes('.'))
      properties.push({ key: name, text: requireValue(value, rawName), where: rawName });
    else if (flagType(name, rawName) === 'boolean') {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value`);
      switches.add(name);
    } else values.set(name, [...(values.get(name) ?? []), requireValue(value, rawName)]);
  }
  for (const [name, given] of values) {
    const key = settingKeys[name];
    if (key) properties.unshift({ key, text: given.join(','), where: `--${name}` });
  }
  const action = (['help', 'version', 'check'] as const).find((each) => switches.has(each)) ?? 'start';
  return {
    action,
    config: values.get('config')?.at(-1),
    ...(switches.has('strict') && { isStrict: true as const }),
    properties,
  };
}

function flagType(name: string, rawName: string): 'string' | 'boolean' {
  if (Object.hasOwn(flags, name)) return flags[name as keyof typeof flags].type;
  const meant = didYouMean(name, Object.keys(flags));
  throw new UsageError(`there is no flag ${maskLogin(rawName)}${meant ? `: did you mean --${meant}?` : ''}`);
}

function requireValue(value: string | undefined, rawName: string): string {
  if (value && !value.startsWith('--')) return value;
  throw new UsageError(`${rawName} needs a value, as in ${rawName}=…`);
}
