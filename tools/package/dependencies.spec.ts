import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { reachable } from './reachable.mjs';

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const root = join(__dirname, '../..');
const libs = readdirSync(join(root, 'libs')).map((lib) => {
  const folder = join(root, 'libs', lib);
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { folder, manifest };
});
const published = libs.filter(({ manifest }) => !manifest.private);
const needsOf = ({ dependencies, peerDependencies }: Manifest) => ({ ...dependencies, ...peerDependencies });

/** Packages that are imported, directly or not, by one of the entry points. */
function imported(folder: string, { exports }: Manifest): readonly string[] {
  const entries = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [] : (target['@eureka-nest/source'] ?? []),
  );
  const names = reachable(entries.map((entry) => join(folder, entry))).flatMap((file) => {
    const found = readFileSync(file, 'utf8').matchAll(
      /(?:\bfrom|^import) '([^'.][^']*)'|\bimport\('([^'.][^']*)'\)/gm,
    );
    return [...found].map(([, stated, called]) => stated ?? called ?? '');
  });
  return [...new Set(names.filter((name) => !isBuiltin(name)).map(packageOf))].sort();
}

const packageOf = (name: string) => name.split('/', name.startsWith('@') ? 2 : 1).join('/');

describe('the packages that are published', () => {
  it('are these', () => {
    expect(published.map(({ manifest }) => manifest.name).sort()).toEqual([
      '@eureka-nest/cli',
      '@eureka-nest/client',
      '@eureka-nest/conformance',
      '@eureka-nest/load-balancer',
      '@eureka-nest/protocol',
      '@eureka-nest/runtime',
      '@eureka-nest/server',
    ]);
  });

  it.each(published)('declare what they import: $manifest.name', ({ folder, manifest }) => {
    const found = imported(folder, manifest);
    const standalone = ['@eureka-nest/cli', '@eureka-nest/conformance'];
    expect(found.length > 0).toBe(!standalone.includes(manifest.name));
    expect(found.filter((name) => !(name in needsOf(manifest)))).toEqual([]);
  });

  it.each(published)('depend on published packages of ours alone: $manifest.name', ({ manifest }) => {
    const names = published.map((each) => each.manifest.name);
    const ours = Object.keys(needsOf(manifest)).filter((name) => name.startsWith('@eureka-nest/'));
    expect(ours.filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(published)(
    'accept the versions that this workspace is tested with: $manifest.name',
    ({ manifest }) => {
      const { dependencies, devDependencies }: Manifest = JSON.parse(
        readFileSync(join(root, 'package.json'), 'utf8'),
      );
      // Packages that are optional for users may be installed for specs alone.
      const tested = { ...devDependencies, ...dependencies };
      const foreign = Object.entries(needsOf(manifest)).filter(([name]) => !name.startsWith('@eureka-nest/'));
      for (const [name, range] of foreign) {
        // A caret range means one major version. `test:package` installs the others of the range.
        const majors = range.split(' || ').map((each) => each.replace(/^\^/, '').split('.').map(Number));
        const [ourMajor = 0, ourMinor = 0] = (tested[name] ?? '').split('.').map(Number);
        expect([name, /^\^[\d.]+( \|\| \^[\d.]+)*$/.test(range)]).toEqual([name, true]);
        const minors = majors.flatMap(([major, minor = 0]) => (major === ourMajor ? [minor] : []));
        expect([name, minors.length]).toEqual([name, 1]);
        expect(minors[0]).toBeLessThanOrEqual(ourMinor);
      }
    },
  );
});
