import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
/** Command prefix that gives a track its own ports and processes, and ends them all with it. */
const apart = ['unshare', '--net', '--pid', '--fork', '--mount-proc', '--kill-child', 'bash', '-c'];
const inside = 'ip link set lo up && "$@"';

/** True if tracks can have ports of their own, so that they may run side by side. */
export const canRunApart = (): boolean => {
  const [program = '', ...args] = [...apart, 'ip link set lo up'];
  return spawnSync(program, args).status === 0;
};

interface PageResult {
  readonly path: string;
  readonly seconds: number;
  readonly faults: readonly string[];
}

/** Pages whose steps run one after another in one clone; see tools/course/check.mjs. */
export class Track {
  private readonly results = new Map<string, PageResult>();
  private readonly waiting = new Map<string, (result: PageResult | undefined) => void>();
  private child?: ChildProcess;
  private complaints = '';
  private hasEnded = false;

  constructor(
    private readonly pages: readonly string[],
    private readonly options: readonly string[] = [],
  ) {}

  /** Runs the pages; resolves when all have run. */
  async run(isApart: boolean): Promise<void> {
    const check = [process.execPath, 'tools/course/check.mjs', '--json', ...this.options, ...this.pages];
    const [program = '', ...args] = isApart ? [...apart, inside, 'bash', ...check] : check;
    this.child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stderr?.on('data', (text) => (this.complaints += String(text)));
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      const result = JSON.parse(line) as PageResult;
      this.results.set(result.path, result);
      this.waiting.get(result.path)?.(result);
    });
    await new Promise((resolve) => this.child?.once('close', resolve));
    this.hasEnded = true;
    for (const resolve of this.waiting.values()) resolve(undefined);
  }

  /** Waits until a page has run; fails with all that is not as it says. */
  async passes(path: string): Promise<void> {
    const result =
      this.results.get(path) ??
      (this.hasEnded
        ? undefined
        : await new Promise<PageResult | undefined>((resolve) => this.waiting.set(path, resolve)));
    if (!result) throw new Error(`${path} was not reached:\n${this.complaints}`);
    if (result.faults.length > 0) throw new Error(result.faults.join('\n\n'));
  }

  get seconds(): number {
    return [...this.results.values()].reduce((sum, each) => sum + each.seconds, 0);
  }

  end(): void {
    this.child?.kill('SIGKILL');
  }
}
