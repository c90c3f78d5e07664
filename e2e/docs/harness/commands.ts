import { spawn } from 'node:child_process';
import { matches, type PageCommand } from '../../../tools/course/page-steps.mjs';
import type { Env } from '../../harness/program.js';

const limitMs = 300_000;
const mayUsePort80 = process.getuid?.() === 0;

/** A command as it is run here; a user without the right to port 80 has the consumer at 8080. */
export const withPort = (command: string): string =>
  mayUsePort80 ? command : command.replaceAll('http://localhost/', 'http://localhost:8080/');

export interface Outcome {
  readonly printed: string;
  /** What is not as the page says; undefined if all is. */
  readonly fault?: string;
}

/** Runs a command in bash and compares its exit code and what it prints with the page. */
export async function outcomeOf(step: PageCommand, cwd: string, env: Env): Promise<Outcome> {
  const command = withPort(step.command);
  const child = spawn('bash', ['-c', `exec 2>&1; ${command}`], {
    cwd,
    env,
    timeout: limitMs,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const isRight = step.output === undefined || matches(step.output, printed, step.anyOrder);
  if ((code !== 0) === step.fails && isRight) return { printed };
  const fault = `${command}\n--- exit code ${code}, printed\n${printed}--- expected\n${step.output ?? ''}`;
  return { printed, fault };
}
