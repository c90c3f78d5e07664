import { join } from 'node:path';
import type { AppName } from './app-names.js';
import { get } from './http.js';
import { Program, type Env } from './program.js';

const root = join(__dirname, '..', '..');

/** One app as its own process, as `serve` starts it. */
export class AppProcess extends Program {
  /** @param through a program that starts the app in its place, such as one that takes rights away */
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

  /** Waits until it answers; a process that ends instead fails with what it printed. */
  answering(within = 20_000): Promise<this> {
    const url = `http://127.0.0.1:${this.env['PORT']}/actuator/health`;
    return this.until(async () => expect((await get(url)).status).toBe(200), within);
  }
}
