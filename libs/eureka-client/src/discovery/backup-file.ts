import { type Applications, appsHashCode, encodeApplicationsDocument } from '@eureka-nest/protocol';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { instancesOf, type LocalRegistry, wholeRegistry } from '../core/registry-snapshot.js';
import { addsUp, readApplications } from '../core/registry-document.js';

/** The last known copy of the registry on disk, for a start without any registry. Java: BackupRegistry, which ships without one. */
export class BackupFile {
  private writing: Promise<void> | undefined;
  private next: LocalRegistry | undefined;

  /** @param onFault told when the file cannot be written */
  constructor(
    readonly path: string,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** Undefined where there is no file yet. @throws when it is there and is no copy of a registry */
  async read(): Promise<{ registry: LocalRegistry; savedAt: number } | undefined> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    const { savedAt, ...document } = JSON.parse(text) as { savedAt: unknown };
    if (typeof savedAt !== 'number') throw new Error('it does not say when it was saved');
    const applications = readApplications(document, savedAt);
    if (!addsUp(applications)) throw new Error('it does not add up');
    return { registry: wholeRegistry(applications), savedAt };
  }

  /** Writes it, or after the write under way the latest that was given meanwhile. */
  write(registry: LocalRegistry, savedAt: number): void {
    this.next = registry;
    this.writing ??= this.writeAll(savedAt).finally(() => (this.writing = undefined));
  }

  /** Resolves when nothing is left to write. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private async writeAll(savedAt: number): Promise<void> {
    try {
      for (let registry = this.next; registry; registry = this.next) {
        this.next = undefined;
        await this.replace(
          JSON.stringify({ savedAt, ...encodeApplicationsDocument(applicationsOf(registry)) }),
        );
      }
    } catch (error) {
      this.next = undefined;
      this.onFault(error);
    }
  }

  /** Whoever reads it finds the old or the new one, never half of it, also when this process dies meanwhile. */
  private async replace(text: string): Promise<void> {
    const beside = `${this.path}.${process.pid}.tmp`;
    await mkdir(dirname(this.path), { recursive: true });
    try {
      await writeFile(beside, text, { mode: 0o600, flush: true });
      await rename(beside, this.path);
    } catch (error) {
      await rm(beside, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}

const applicationsOf = (registry: LocalRegistry): Applications => ({
  version: '1',
  hashCode: appsHashCode(instancesOf(registry)),
  applications: [...registry].map(([name, instances]) => ({ name, instances: [...instances.values()] })),
});
