import { join } from 'node:path';
import type { AppName } from './app-names.js';
import { get } from './http.js';
import { Program, type Env } from './program.js';

const root = join(__dirname, '..', '..');

/** One app as a process, as `serve` starts it. */
export class AppProcess extends Program {
  /** @param through command prefix that starts the app, such as one that drops rights */
  constructor(
    override readonly name: AppName,
    private readonly env: Env,
    through: readonly string[] = [],
  ) {
    const [command = '', ...args] = [
      ...through,
      process.execPath,
      join(root, 'dist', 'bundle', `${name}.mjs`),
    ];
    super(name, command, args, { cwd: root, env: { NO_COLOR: '1', ...env } });
  }

  /** Waits until the app responds; fails with its output if it ends. */
  responding(within = 20_000): Promise<this> {
    const url = `http://127.0.0.1:${this.env['PORT']}/actuator/health`;
    return this.until(async () => expect((await get(url)).status).toBe(200), within);
  }
}
