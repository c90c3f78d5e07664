import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const zip = promisify(gzip);

/** Folder of the built page beside the server's own file, or up to two folders above it. */
const PACKED = 'console-page';
const BUILT = 'libs/eureka-console/dist';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  readonly isGzip: boolean;
}

/** The built files of the page. Nothing is read before the first request, or kept after it. */
export class ConsoleAssets {
  private folder: string | undefined;

  constructor(private readonly from = ownFolder()) {}

  /** `index.html`; undefined if the page was not built. */
  async page(): Promise<Buffer | undefined> {
    this.folder ??= findFolder(this.from);
    return this.folder === undefined ? undefined : readOrMiss(join(this.folder, 'index.html'));
  }

  /** A file with its hash in its name, which a browser asks for once. */
  async file(name: string, acceptsGzip: boolean): Promise<Asset | undefined> {
    const type = types[extname(name)];
    // No slash and no leading dot: the name cannot leave the folder.
    if (type === undefined || !/^[\w-][\w.-]*$/.test(name)) return undefined;
    this.folder ??= findFolder(this.from);
    const bytes = this.folder && (await readOrMiss(join(this.folder, 'console/assets', name)));
    if (!bytes) return undefined;
    const isGzip = acceptsGzip && /^(text|image\/svg)/.test(type);
    return { type, bytes: isGzip ? await zip(bytes) : bytes, isGzip };
  }
}

function findFolder(from: string): string | undefined {
  const parents = [from];
  for (let depth = 0; depth < 6; depth++) parents.push(dirname(parents.at(-1) ?? from));
  const candidates = [
    ...parents.slice(0, 4).map((folder) => join(folder, PACKED)),
    ...parents.map((folder) => join(folder, BUILT)),
  ];
  return candidates.find((folder) => existsSync(join(folder, 'index.html')));
}

/** A CommonJS file, as in the package, has `__dirname` alone. */
export const ownFolder = (): string =>
  typeof __dirname === 'string' ? __dirname : dirname(fileURLToPath(import.meta.url));

async function readOrMiss(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
