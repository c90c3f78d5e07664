import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sizeMb = 16;

/** Command prefix of a process that obeys the permissions of files although it runs as root. */
export const obeysPermissions = [
  'setpriv',
  '--bounding-set=-dac_override,-dac_read_search',
  '--inh-caps=-dac_override,-dac_read_search',
];

/** A small file system in memory, which can be full and read-only. */
export class SmallDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'eureka-nest-chaos-'));
  private readonly filler = join(this.folder, 'filler');

  constructor() {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', this.folder]);
  }

  get databaseFile(): string {
    return join(this.folder, 'payments.db');
  }

  /** Leaves no free block. */
  fill(): void {
    const { bavail, bsize } = statfsSync(this.folder);
    try {
      writeFileSync(this.filler, Buffer.alloc(Number(bavail) * Number(bsize)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  free(): void {
    rmSync(this.filler, { force: true });
  }

  /** Files that a process opens from now on can be read only. */
  protect(): void {
    this.setModes(0o444, 0o555);
  }

  unprotect(): void {
    this.setModes(0o644, 0o755);
  }

  close(): void {
    execFileSync('umount', ['--lazy', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private setModes(file: number, folder: number): void {
    chmodSync(this.folder, folder);
    for (const name of readdirSync(this.folder)) chmodSync(join(this.folder, name), file);
  }
}
