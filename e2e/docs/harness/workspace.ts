import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** A throwaway clone of the last commit, with the packages that are installed here. */
export class Workspace {
  private readonly home = mkdtempSync(join(tmpdir(), 'eureka-nest-docs-'));
  readonly folder = join(this.home, 'eureka-nest');

  constructor() {
    execFileSync('git', ['clone', '--quiet', '--shared', root, this.folder]);
    const copied = (how: string) =>
      execFileSync('cp', [how, join(root, 'node_modules'), this.folder], { stdio: 'ignore' });
    try {
      copied('-al');
    } catch {
      // Hard links do not lead to another file system.
      rmSync(join(this.folder, 'node_modules'), { recursive: true, force: true });
      copied('-a');
    }
    rmSync(join(this.folder, 'node_modules', '.cache'), { recursive: true, force: true });
  }

  /** Undoes what commands have changed, and removes the database. */
  reset(): void {
    execFileSync('bash', ['-c', 'git checkout -q . && git clean -fdq apps && rm -rf data'], {
      cwd: this.folder,
    });
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
