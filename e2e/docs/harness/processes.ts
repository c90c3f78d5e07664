import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** How a process was started. */
export interface Start {
  /** Name of the app, or `lab`. */
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Ids of the processes whose working directory is this folder, or one in it. */
export const processesIn = (folder: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`);
      } catch {
        return false; // The process has ended.
      }
    });

/** The apps and the lab that run in a folder, as they were started. */
export const startsIn = (folder: string): readonly Start[] =>
  processesIn(folder).flatMap((pid) => {
    try {
      const [program = '', ...args] = listOf(pid, 'cmdline');
      const [, app, lab] = /dist\/bundle\/([\w-]+)\.mjs|tools\/(lab)\/main\.mjs/.exec(args.join(' ')) ?? [];
      const name = app ?? lab;
      // The shell of Nx has the same words in its command line.
      if (name === undefined || basename(program) !== 'node') return [];
      const env = Object.fromEntries(
        listOf(pid, 'environ').map((each) => {
          const [key = ''] = each.split('=', 1);
          return [key, each.slice(key.length + 1)];
        }),
      );
      return [{ name, args, env }];
    } catch {
      return []; // The process has ended.
    }
  });

const listOf = (pid: number, file: 'cmdline' | 'environ') =>
  readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').filter(Boolean);

/** Sends a signal, if the process or the group is still there. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
