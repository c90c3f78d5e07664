import { type Applications, appsHashCode, encodeApplicationsDocument } from '@eureka-nest/protocol';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { matchesOwnHashCode, readApplications } from '../core/registry-document.js';
import { instancesOf, type RegistrySnapshot, snapshotOf } from '../core/registry-snapshot.js';

export interface SavedRegistry {
  readonly snapshot: RegistrySnapshot;
  /** Time at which a registry confirmed it, epoch ms. */
  readonly savedAt: number;
}

const temporaryEnd = /^\.[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.tmp$/;
/** Age of a temporary file that no process is writing any more. */
const leftoverMs = 300_000;

/**
 * Backup of the last known registry on disk, for a start without any registry.
 * Java: BackupRegistry, an interface without an implementation.
 */
export class BackupFile {
  private writing: Promise<void> | undefined;
  private next: SavedRegistry | undefined;
  private isFailing = false;
  private cleaning: Promise<void> | undefined;

  /** @param onWriteError called when the file cannot be written, once until it can be */
  constructor(
    readonly path: string,
    private readonly onWriteError: (error: unknown) => void,
  ) {}

  /**
   * Reads the backup; undefined if there is no file.
   *
   * @throws when the file exists and holds no valid registry
   */
  async read(): Promise<SavedRegistry | undefined> {
    const found = await stat(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (!found) return undefined;
    // Opening a pipe would wait for its writer.
    if (!found.isFile()) throw new Error('it is no file');
    const text = await readFile(this.path, 'utf8');
    const { savedAt, ...document } = JSON.parse(text) as { savedAt: number };
    if (!Number.isFinite(savedAt)) throw new Error('savedAt is missing');
    const applications = readApplications(document, savedAt);
    if (!matchesOwnHashCode(applications)) throw new Error('the instances do not match their hash code');
    return { snapshot: snapshotOf(applications), savedAt };
  }

  /** Writes a snapshot. While a write is in flight, only the latest snapshot is retained. */
  write(snapshot: RegistrySnapshot, savedAt: number): void {
    this.next = { snapshot, savedAt };
    this.writing ??= this.writeAll().finally(() => (this.writing = undefined));
  }

  /** Resolves once no write is in flight. */
  async settled(): Promise<void> {
    await this.writing;
  }

  /** Writes until the latest is written. A failure does not keep a later one from being tried. */
  private async writeAll(): Promise<void> {
    for (let { next } = this; next; next = this.next) {
      this.next = undefined;
      const { snapshot, savedAt } = next;
      try {
        const document = encodeApplicationsDocument(applicationsOf(snapshot));
        await this.replaceFile(JSON.stringify({ savedAt, ...document }));
        this.isFailing = false;
      } catch (error) {
        if (!this.isFailing) this.onWriteError(error);
        this.isFailing = true;
      }
    }
  }

  /**
   * Replaces the file atomically: a reader never sees half of it, even if this process dies. The
   * temporary name is random, because processes in two containers may have one pid.
   */
  private async replaceFile(text: string): Promise<void> {
    const temporary = `${this.path}.${randomUUID()}.tmp`;
    await mkdir(dirname(this.path), { recursive: true });
    this.cleaning ??= this.removeLeftovers().catch(() => undefined);
    await this.cleaning;
    try {
      await writeFile(temporary, text, { mode: 0o600, flush: true });
      await rename(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** Removes the temporary files of processes that were killed in mid-write. */
  private async removeLeftovers(): Promise<void> {
    const [folder, own] = [dirname(this.path), basename(this.path)];
    for (const name of await readdir(folder)) {
      if (!name.startsWith(own) || !temporaryEnd.test(name.slice(own.length))) continue;
      const file = join(folder, name);
      const { mtimeMs } = await stat(file);
      if (Date.now() - mtimeMs > leftoverMs) await rm(file, { force: true });
    }
  }
}

const applicationsOf = (snapshot: RegistrySnapshot): Applications => ({
  version: '1',
  hashCode: appsHashCode(instancesOf(snapshot)),
  applications: [...snapshot].map(([name, instances]) => ({ name, instances: [...instances.values()] })),
});
