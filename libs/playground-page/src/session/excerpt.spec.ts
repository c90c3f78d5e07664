import { sourceRegions } from '@eureka-nest/playground';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { excerptOf } from './excerpt.js';

const root = join(__dirname, '../../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('an excerpt', () => {
  it.each(sourceRegions)('shows $symbol of $file', ({ file, symbol }) => {
    const { code, line } = excerptOf(read(file), symbol, 200)!;
    const name = symbol.split('.').at(-1)!;
    expect(code).toContain(name);
    const opened = code.match(/[({[]/g)?.length ?? 0;
    expect(opened).toBeGreaterThan(0);
    expect(code).toMatch(/[;}]$/);
    expect(code.split('\n').filter((each) => /^export /.test(each)).length).toBeLessThan(2);
    expect(read(file).split('\n')[line - 1]!.trim()).toBe(code.split('\n')[0]!.trim());
  });

  const source = [
    'export class Lease {',
    '  /** Renews. */',
    '  renew(',
    '    now: number,',
    '  ): void {',
    "    if (now > 0) this.log('{');",
    '  }',
    '}',
    '/** Doubles. */',
    'export const double = (x: number) =>',
    '  x * 2;',
  ].join('\n');

  it('has the comment, and ends where the declaration ends', () => {
    const { code, line } = excerptOf(source, 'Lease.renew')!;
    expect(line).toBe(2);
    expect(code).toBe("/** Renews. */\nrenew(\n  now: number,\n): void {\n  if (now > 0) this.log('{');\n}");
    expect(excerptOf(source, 'double')?.code).toBe(
      '/** Doubles. */\nexport const double = (x: number) =>\n  x * 2;',
    );
  });

  it('is cut if it is long, and undefined if there is none', () => {
    expect(excerptOf(source, 'Lease', 2)?.code).toBe('export class Lease {\n  /** Renews. */\n…');
    expect(excerptOf(source, 'Lease.cancel')).toBeUndefined();
    expect(excerptOf(source, 'Tenant')).toBeUndefined();
  });
});

it('has every file that a message names', () => {
  const embedded = [
    ...read('libs/playground-page/src/player/sources.ts').matchAll(/'\.\.\/\.\.\/\.\.\/(.+\.ts)'/g),
  ];
  const files = new Set(sourceRegions.map(({ file }) => file));
  expect(embedded.map(([, file]) => `libs/${file}`).sort()).toEqual([...files].sort());
});
