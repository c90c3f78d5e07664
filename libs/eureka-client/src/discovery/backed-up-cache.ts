import type { Applications } from '@eureka-nest/protocol';
import type { BackupFile } from './backup-file.js';
import type { ClientLogger } from '../log/client-logger.js';
import { instancesOf, type LocalRegistry } from '../core/registry-snapshot.js';
import type { LocalCopy } from './registry-cache.js';
import type { RegistrySink } from './registry-source.js';
import type { Clock } from '../surroundings.js';

/** An unchanged copy is saved again after this time, so that its age on disk is about its true age. */
const saveAgainMs = 60_000;

/** Keeps the copy on disk too, and takes it from there when the first fetch fails. */
export class Safekeeping implements RegistrySink {
  private saved: LocalRegistry | undefined;
  private savedAt = -Infinity;
  private restoring: Promise<void> | undefined;

  constructor(
    private readonly copy: LocalCopy,
    private readonly file: BackupFile,
    private readonly clock: Clock,
    private readonly logger: ClientLogger,
  ) {}

  get hasCopy(): boolean {
    return this.copy.hasCopy;
  }

  whole(registry: Applications, from: string): void {
    this.copy.whole(registry, from);
    this.save();
  }

  changes(changes: Applications, from: string): boolean {
    const agreed = this.copy.changes(changes, from);
    if (agreed) this.save();
    return agreed;
  }

  confirmed(from: string, fetched?: 'whole' | 'changes'): void {
    this.copy.confirmed(from, fetched);
    if (this.copy.ageMs !== undefined) this.save();
  }

  ended(fault?: Error): void {
    if (fault && this.copy.ageMs === undefined) this.restoring ??= this.restore();
    this.copy.ended(fault);
  }

  /** Resolves when nothing is left to read or write. */
  async settled(): Promise<void> {
    await this.restoring;
    await this.file.settled();
  }

  private save(): void {
    const { registry } = this.copy;
    const now = this.clock();
    if (registry === this.saved && now - this.savedAt < saveAgainMs) return;
    this.saved = registry;
    this.savedAt = now;
    this.file.write(registry, now);
  }

  private async restore(): Promise<void> {
    try {
      const found = await this.file.read();
      if (!found || this.copy.ageMs !== undefined) return;
      const count = [...instancesOf(found.registry)].length;
      this.logger.warn(`no registry answers: ${count} instances are known from ${this.file.path}`);
      this.copy.restore(found.registry, found.savedAt);
    } catch (error) {
      this.logger.warn(`the backup ${this.file.path} cannot be used: ${String(error)}`);
    }
  }
}
