import type { Clock } from '@eureka-nest/runtime/time';
import { instancesOf, type RegistrySnapshot } from '../core/registry-snapshot.js';
import type { Events } from '../events/client-events.js';
import type { ClientLogger } from '../log/client-logger.js';
import { BackupFile } from './backup-file.js';
import { RegistryCache, type RegistryCacheOptions } from './registry-cache.js';

/** An unchanged snapshot is saved again after this time, to update its age on disk. */
const saveAgainMs = 60_000;

/** Registry cache with a backup on disk, which it loads when the first fetch fails. */
export class BackedUpCache extends RegistryCache {
  private readonly file: BackupFile;
  private readonly timeOfDay: Clock;
  private saved: RegistrySnapshot | undefined;
  private savedAt = -Infinity;
  private restoring: Promise<void> | undefined;

  constructor(
    path: string,
    options: RegistryCacheOptions,
    { clock, monotonic }: { readonly clock: Clock; readonly monotonic: Clock },
    logger: ClientLogger,
    events: Events,
  ) {
    super(options, monotonic, logger, events);
    this.timeOfDay = clock;
    this.file = new BackupFile(path, (error) => logger.warn(`cannot write backup ${path}: ${String(error)}`));
  }

  override confirm(from: string, fetched?: 'whole' | 'changes'): void {
    super.confirm(from, fetched);
    const now = this.clock();
    if (this.ageMs === undefined) return;
    if (this.snapshot === this.saved && now - this.savedAt < saveAgainMs) return;
    this.saved = this.snapshot;
    this.savedAt = now;
    this.file.write(this.saved, this.timeOfDay());
  }

  override endAttempt(error?: Error): void {
    if (error && this.ageMs === undefined) this.restoring ??= this.load();
    super.endAttempt(error);
  }

  /** Resolves once no read and no write is in flight. */
  async settled(): Promise<void> {
    await this.restoring;
    await this.file.settled();
  }

  private async load(): Promise<void> {
    const { path } = this.file;
    try {
      const found = await this.file.read();
      if (!found || this.ageMs !== undefined) return;
      const count = [...instancesOf(found.snapshot)].length;
      this.logger.warn(`no registry responds: loaded ${count} instances from backup ${path}`);
      const ageMs = Math.max(0, this.timeOfDay() - found.savedAt);
      this.restore(found.snapshot, this.clock() - ageMs);
    } catch (error) {
      this.logger.warn(`cannot read backup ${path}: ${String(error)}`);
    }
  }
}
