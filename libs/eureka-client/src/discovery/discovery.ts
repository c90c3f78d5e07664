import { NoRegistryError } from '../core/errors.js';
import type { RegistrySnapshot } from '../core/registry-snapshot.js';
import type { EurekaClientOptions } from '../options/eureka-client.options.js';
import { BackedUpCache } from './backed-up-cache.js';
import { BackupFile } from './backup-file.js';
import { createRegistrySource, type SourceParts } from './create-registry-source.js';
import { RegistryCache } from './registry-cache.js';
import type { RegistrySource } from './registry-source.js';

interface DiscoveryParts extends Omit<SourceParts, 'sink'> {
  /** Called with every snapshot that differs from the one before. */
  readonly onChange: (snapshot: RegistrySnapshot) => void;
}

/** Cached registry with its source and its backup. */
export class Discovery {
  readonly cache: RegistryCache;
  private readonly backup: BackedUpCache | undefined;
  private readonly source: RegistrySource;
  private isRunning = false;

  constructor(options: EurekaClientOptions, parts: DiscoveryParts) {
    const { polling, clock, logger, events, onChange } = parts;
    const { filterOnlyUpInstances: onlyUp, backupRegistryFile: path } = options;
    const cacheOptions = { onlyUp, staleAfterMs: 3 * polling.intervalMs };
    this.cache = new RegistryCache(cacheOptions, clock, logger, events, onChange);
    if (path !== undefined) {
      const file = new BackupFile(path, (error) =>
        logger.warn(`cannot write backup ${path}: ${String(error)}`),
      );
      this.backup = new BackedUpCache(this.cache, file, clock, logger);
    }
    this.source = createRegistrySource(options, { ...parts, sink: this.backup ?? this.cache });
  }

  start(): void {
    this.isRunning = true;
    this.source.start();
  }

  /** Cancels the signals of the first fetch: there will be none. */
  cancelFirstFetch(): void {
    this.cache.firstAttempt.cancel();
    this.cache.firstFetch.cancel();
  }

  async refresh(): Promise<void> {
    if (this.isRunning) await this.source.refresh();
  }

  /** Resolves with the error of the first attempt, if it failed and there is no backup either. */
  async firstAttemptError(): Promise<Error | undefined> {
    if (await this.cache.firstAttempt.wait()) return undefined;
    await this.backup?.settled();
    if (this.cache.ageMs !== undefined) return undefined;
    return this.cache.lastError ?? new NoRegistryError('a fetch of the registry', []);
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await this.source.stop().finally(() => this.cancelFirstFetch());
  }

  /** Resolves once the backup is written. */
  async settled(): Promise<void> {
    await this.backup?.settled();
  }
}
