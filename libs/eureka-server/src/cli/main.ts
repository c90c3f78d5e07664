import { InvalidOptionError, exitOnFailure, SettingsFileError } from '@eureka-nest/runtime';
import { unreachableWarning } from '../nest/unreachable-warning.js';
import { nestLogger } from '../nest/nest-logger.js';
import { startEurekaServer } from '../nest/run-eureka-server.js';
import { parseCommandLine, UsageError } from './command-line.js';
import { resolveConfiguration, type Configuration } from './configuration.js';
import { report } from './report.js';
import { usage } from './usage.js';

/** Arguments, environment and output of the command. */
interface CommandContext {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The command `eureka-server`. Returns its exit code; undefined once a server is running. */
export async function main({ args, env, version, out, err }: CommandContext): Promise<number | undefined> {
  try {
    const line = parseCommandLine(args);
    if (line.action === 'help') return print(out, usage);
    if (line.action === 'version') return print(out, `${version}\n`);
    const configuration = resolveConfiguration(line, env);
    const faults = line.isStrict ? warningsOf(configuration) : [];
    if (line.action === 'check') {
      const unreachable = await unreachableWarning(configuration.options);
      print(out, report(configuration) + (unreachable === undefined ? '' : `\nWARNING: ${unreachable}\n`));
    }
    if (faults.length > 0) throw new UsageError(`with --strict: ${faults.join('; ')}`);
    if (line.action === 'check') return 0;
    await start(configuration);
    return undefined;
  } catch (error) {
    if (!isUserError(error)) throw error;
    err(`eureka-server: ${error.message}\n`);
    return 2;
  }
}

async function start(configuration: Configuration): Promise<void> {
  const { options } = configuration;
  await exitOnFailure(`eureka-${options.port}`, () => startEurekaServer(options));
  const logger = nestLogger('Settings');
  for (const warning of warningsOf(configuration)) logger.warn(warning);
}

const warningsOf = ({ ignored }: Configuration): readonly string[] =>
  ignored
    .filter(({ isWarning }) => isWarning)
    .map(({ property, why }) => `${property.where} ${property.key} has no effect: ${why}`);

const print = (out: (text: string) => void, text: string): number => {
  out(text);
  return 0;
};

const isUserError = (error: unknown): error is Error =>
  error instanceof UsageError || error instanceof InvalidOptionError || error instanceof SettingsFileError;
