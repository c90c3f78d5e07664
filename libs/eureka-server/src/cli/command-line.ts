import { didYouMean, type Property } from '@eureka-nest/runtime';
import { parseArgs } from 'node:util';
import { UsageError } from '../errors.js';

export interface CommandLine {
  readonly action: 'start' | 'check' | 'help' | 'version';
  /** A settings file. */
  readonly config?: string;
  readonly properties: readonly Property[];
}

/** The flags that have short names; any setting can be given by its whole name. */
export const flags = {
  port: { type: 'string', short: 'p' },
  peer: { type: 'string', multiple: true },
  config: { type: 'string', short: 'c' },
  check: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const settingOf: Readonly<Record<string, string>> = {
  port: 'server.port',
  peer: 'eureka.client.service-url.defaultZone',
};

/** Reads what was written after the command; what cannot be understood is a `UsageError`. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { tokens } = parseArgs({ args: [...args], options: flags, strict: false, tokens: true });
  const asked = new Set<string>();
  const values = new Map<string, string[]>();
  const properties: Property[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`"${token.value}" is no flag`);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (name.includes('.')) properties.push({ key: name, text: needed(value, rawName), where: rawName });
    else if (typeOf(name, rawName) === 'boolean') {
      if (value !== undefined) throw new UsageError(`${rawName} takes no value`);
      asked.add(name);
    } else values.set(name, [...(values.get(name) ?? []), needed(value, rawName)]);
  }
  for (const [name, given] of values) {
    const key = settingOf[name];
    if (key) properties.unshift({ key, text: given.join(','), where: `--${name}` });
  }
  const action = (['help', 'version', 'check'] as const).find((each) => asked.has(each)) ?? 'start';
  return { action, config: values.get('config')?.at(-1), properties };
}

function typeOf(name: string, rawName: string): 'string' | 'boolean' {
  if (Object.hasOwn(flags, name)) return flags[name as keyof typeof flags].type;
  const meant = didYouMean(name, Object.keys(flags));
  throw new UsageError(`there is no flag ${rawName}${meant ? `: did you mean --${meant}?` : ''}`);
}

function needed(value: string | undefined, rawName: string): string {
  if (value && !value.startsWith('--')) return value;
  throw new UsageError(`${rawName} needs a value, as in ${rawName}=…`);
}
