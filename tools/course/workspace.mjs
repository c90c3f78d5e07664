import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './chapters.mjs';

/** A throwaway clone of the last commit, with the packages that are installed here. */
export class Workspace {
  #home = mkdtempSync(join(tmpdir(), 'eureka-nest-course-'));
  folder = join(this.#home, 'eureka-nest');

  constructor() {
    execFileSync('git', ['clone', '--quiet', '--shared', root, this.folder]);
    const modules = join(this.folder, 'node_modules');
    const copied = (/** @type {string} */ how) =>
      execFileSync('cp', [how, join(root, 'node_modules'), this.folder], { stdio: 'ignore' });
    try {
      copied('-al');
    } catch {
      // Hard links do not lead to another file system.
      rmSync(modules, { recursive: true, force: true });
      copied('-a');
    }
    rmSync(join(modules, '.cache'), { recursive: true, force: true });
  }

  /** Undoes what commands have changed, and removes the database. */
  reset() {
    const undo = 'git checkout -q . && git clean -fdq apps && rm -rf data';
    execFileSync('bash', ['-c', undo], { cwd: this.folder });
  }

  remove() {
    rmSync(this.#home, { recursive: true, force: true });
  }
}
