import { InvalidOptionError, exitOnFailure, SettingsFileError } from '@eureka-nest/runtime';
import { Logger } from '@nestjs/common';
import { UsageError } from '../errors.js';
import { startEurekaServer } from '../nest/run-eureka-server.js';
import { readCommandLine } from './command-line.js';
import { configurationOf, type Configuration } from './configuration.js';
import { report } from './report.js';
import { usage } from './usage.js';

/** What the command is run with. */
export interface Surroundings {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The command `eureka-server`. Gives its exit code, or undefined where a server now runs. */
export async function main({ args, env, version, out, err }: Surroundings): Promise<number | undefined> {
  try {
    const line = readCommandLine(args);
    if (line.action === 'help') return said(out, usage);
    if (line.action === 'version') return said(out, `${version}\n`);
    const configuration = configurationOf(line, env);
    if (line.action === 'check') return said(out, report(configuration));
    await start(configuration);
    return undefined;
  } catch (error) {
    if (!isMendable(error)) throw error;
    err(`eureka-server: ${error.message}\n`);
    return 2;
  }
}

async function start({ options, ignored }: Configuration): Promise<void> {
  await exitOnFailure(`eureka-${options.port}`, () => startEurekaServer(options));
  const logger = new Logger('Settings');
  for (const { property, why } of ignored.filter(({ matters }) => matters)) {
    logger.warn(`${property.where} ${property.key} changes nothing: ${why}`);
  }
}

const said = (out: (text: string) => void, text: string): number => {
  out(text);
  return 0;
};

const isMendable = (error: unknown): error is Error =>
  error instanceof UsageError || error instanceof InvalidOptionError || error instanceof SettingsFileError;
