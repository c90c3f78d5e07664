import { spawn } from 'node:child_process';
import { matches } from './page-steps.mjs';

const limitMs = 300_000;
const mayUsePort80 = process.getuid?.() === 0;

/**
 * A command or an address as it is used here: a user without the right to port 80 has the consumer
 * at 8080.
 *
 * @param {string} text
 */
export const withPort = (text) =>
  mayUsePort80 ? text : text.replaceAll('http://localhost/', 'http://localhost:8080/');

/**
 * Runs a command in bash; returns how it differs from the page, or undefined if it does not.
 *
 * @param {import('./page-steps.mjs').PageCommand} step
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>}
 */
export async function faultOf({ command, output, anyOrder, fails }, cwd, env) {
  const child = spawn('bash', ['-c', `exec 2>&1; ${withPort(command)}`], {
    cwd,
    env,
    timeout: limitMs,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const isRight = output === undefined || matches(output, printed, anyOrder);
  if ((code !== 0) === fails && isRight) return undefined;
  return `${command}\n--- exit code ${code}, printed\n${printed}--- expected\n${output ?? ''}`;
}
