import type { Applications } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import type { Positioned } from '../core/registry-document.js';
import { instancesOf, type RegistrySnapshot } from '../core/registry-snapshot.js';
import type { ClientLogger } from '../log/client-logger.js';
import type { BackupFile } from './backup-file.js';
import type { RegistryCache } from './registry-cache.js';
import type { RegistrySink } from './registry-source.js';

/** An unchanged snapshot is saved again after this time, to update its age on disk. */
const saveAgainMs = 60_000;

/** Registry cache with a backup on disk, which it loads when the first fetch fails. */
export class BackedUpCache implements RegistrySink {
  private saved: RegistrySnapshot | undefined;
  private savedAt = -Infinity;
  private restoring: Promise<void> | undefined;

  constructor(
    private readonly cache: RegistryCache,
    private readonly file: BackupFile,
    private readonly clock: Clock,
    private readonly logger: ClientLogger,
  ) {}

  get hasSnapshot(): boolean {
    return this.cache.hasSnapshot;
  }

  replace(registry: Positioned<Applications>, from: string): void {
    this.cache.replace(registry, from);
    this.save();
  }

  applyDelta(delta: Positioned<Applications>, from: string): boolean {
    const isApplied = this.cache.applyDelta(delta, from);
    if (isApplied) this.save();
    return isApplied;
  }

  confirm(from: string, fetched?: 'whole' | 'changes'): void {
    this.cache.confirm(from, fetched);
    if (this.cache.ageMs !== undefined) this.save();
  }

  endAttempt(error?: Error): void {
    if (error && this.cache.ageMs === undefined) this.restoring ??= this.restore();
    this.cache.endAttempt(error);
  }

  /** Resolves once no read and no write is in flight. */
  async settled(): Promise<void> {
    await this.restoring;
    await this.file.settled();
  }

  private save(): void {
    const { snapshot } = this.cache;
    const now = this.clock();
    if (snapshot === this.saved && now - this.savedAt < saveAgainMs) return;
    this.saved = snapshot;
    this.savedAt = now;
    this.file.write(snapshot, now);
  }

  private async restore(): Promise<void> {
    try {
      const found = await this.file.read();
      if (!found || this.cache.ageMs !== undefined) return;
      const count = [...instancesOf(found.snapshot)].length;
      this.logger.warn(`no registry responds: loaded ${count} instances from backup ${this.file.path}`);
      this.cache.restore(found.snapshot, found.savedAt);
    } catch (error) {
      this.logger.warn(`cannot read backup ${this.file.path}: ${String(error)}`);
    }
  }
}
