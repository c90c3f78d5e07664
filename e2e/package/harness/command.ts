import { join } from 'node:path';
import { get } from '../../harness/http.js';
import type { Env, Exit } from '../../harness/program.js';
import { Program } from '../../harness/program.js';
import { commandHome } from './home.js';

/** The installed command `eureka-server`. */
export class Command extends Program {
  constructor(args: readonly string[], env: Env = {}) {
    super('eureka-server', join(commandHome, 'node_modules', '.bin', 'eureka-server'), args, {
      cwd: commandHome,
      env: { NO_COLOR: '1', ...env },
    });
  }

  /** Runs the command to its end. */
  static async ended(args: readonly string[], env: Env = {}): Promise<Exit & { output: string }> {
    const command = new Command(args, env);
    return { ...(await command.exited), output: command.output };
  }

  /** Waits until the command has printed its address and responds there; returns the address. */
  async responding(): Promise<string> {
    await this.until(
      async () => expect((await get(`${this.said}/actuator/health`)).status).toBe(200),
      20_000,
    );
    return this.said;
  }

  private get said(): string {
    return /listening on (\S+)/.exec(this.output)?.[1] ?? 'http://127.0.0.1:1';
  }
}
