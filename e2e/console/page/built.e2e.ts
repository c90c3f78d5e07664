import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = join(__dirname, '../../../libs/eureka-console/dist');
const assets = join(dist, 'console/assets');
const index = readFileSync(join(dist, 'index.html'), 'utf8');
const read = (name: string) => readFileSync(join(assets, name));

/** A file and what it imports at once; parts that are imported when a view opens do not count. */
function withImports(name: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = name.endsWith('.js') ? read(name).toString() : '';
  for (const [, other = ''] of text.matchAll(/\bfrom\s*["']\.\/([^"']+)["']/g)) withImports(other, found);
  return found;
}

describe('the built page', () => {
  const named = [...index.matchAll(/\.\/console\/assets\/([^"]+)/g)].map(([, name]) => name ?? '');

  it('takes less than 150 kB for the first view, gzipped', () => {
    const first = new Set(named.flatMap((name) => [...withImports(name)]));
    const sizes = [...first].map((name) => gzipSync(read(name)).length);
    const total = sizes.reduce((sum, size) => sum + size, gzipSync(index).length);
    expect(named.length).toBeGreaterThanOrEqual(2);
    expect(total).toBeGreaterThan(20_000);
    expect(total).toBeLessThan(150_000);
  });

  it('has a hash in the name of every asset', () => {
    const names = readdirSync(assets);
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !/-[\w-]{8}\.(js|css)$/.test(name))).toEqual([]);
  });

  it('has no inline script or style, and names no other origin', () => {
    expect(index).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
    expect(index.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
    for (const name of readdirSync(assets).filter((each) => each.endsWith('.css')))
      expect(read(name).toString()).not.toMatch(/@import|https?:\/\//);
  });
});
