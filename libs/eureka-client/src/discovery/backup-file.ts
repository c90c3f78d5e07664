import { type Applications, appsHashCode, encodeApplicationsDocument } from '@eureka-nest/protocol';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { matchesOwnHashCode, readApplications } from '../core/registry-document.js';
import { instancesOf, type RegistrySnapshot, snapshotOf } from '../core/registry-snapshot.js';

/**
 * Backup of the last known registry on disk, for a start without any registry.
 * Java: BackupRegistry, an interface without an implementation.
 */
export class BackupFile {
  private writing: Promise<void> | undefined;
  private next: RegistrySnapshot | undefined;

  /** @param onWriteError called when the file cannot be written */
  constructor(
    readonly path: string,
    private readonly onWriteError: (error: unknown) => void,
  ) {}

  /**
   * Reads the backup; undefined if there is no file.
   *
   * @throws when the file exists and holds no valid registry
   */
  async read(): Promise<{ snapshot: RegistrySnapshot; savedAt: number } | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    const { savedAt, ...document } = JSON.parse(text) as { savedAt: unknown };
    if (typeof savedAt !== 'number') throw new Error('savedAt is missing');
    const applications = readApplications(document, savedAt);
    if (!matchesOwnHashCode(applications)) throw new Error('the instances do not match their hash code');
    return { snapshot: snapshotOf(applications), savedAt };
  }

  /** Writes a snapshot. While a write is in flight, only the latest snapshot is retained. */
  write(snapshot: RegistrySnapshot, savedAt: number): void {
    this.next = snapshot;
    this.writing ??= this.writeAll(savedAt).finally(() => (this.writing = undefined));
  }

  /** Resolves once no write is in flight. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private async writeAll(savedAt: number): Promise<void> {
    try {
      for (let snapshot = this.next; snapshot; snapshot = this.next) {
        this.next = undefined;
        await this.replaceFile(
          JSON.stringify({ savedAt, ...encodeApplicationsDocument(applicationsOf(snapshot)) }),
        );
      }
    } catch (error) {
      this.next = undefined;
      this.onWriteError(error);
    }
  }

  /** Replaces the file atomically: a reader never sees half of it, even if this process dies. */
  private async replaceFile(text: string): Promise<void> {
    const temporary = `${this.path}.${process.pid}.tmp`;
    await mkdir(dirname(this.path), { recursive: true });
    try {
      await writeFile(temporary, text, { mode: 0o600, flush: true });
      await rename(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}

const applicationsOf = (snapshot: RegistrySnapshot): Applications => ({
  version: '1',
  hashCode: appsHashCode(instancesOf(snapshot)),
  applications: [...snapshot].map(([name, instances]) => ({ name, instances: [...instances.values()] })),
});
