import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { excerpt } from './source-excerpt.mjs';
import { lengthOf, refreshed } from './tour-page.mjs';

const root = join(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const source = `
/** Years of an item. */
export const age = 3;

/** A shelf. */
export class Shelf {
  /** Items on it. */
  private readonly items = new Map<string, number>();

  constructor(private readonly width: number) {}

  add(name: string): void;
  /** Adds an item. */
  add(name: string, size = 1): void {
    // Wide items are refused.
    if (size > this.width) return;
    this.items.set(name, size);
  }
}
`;

describe('an excerpt', () => {
  it('is a top-level declaration without its doc comment', () => {
    expect(excerpt(source, 'age')).toBe('export const age = 3;');
  });

  it('keeps the doc comment if asked to', () => {
    expect(excerpt(source, 'age', { withComment: true })).toBe(
      '/** Years of an item. */\nexport const age = 3;',
    );
  });

  it('is a member of a class, without its indentation', () => {
    expect(excerpt(source, 'Shelf.add')).toBe(
      [
        'add(name: string, size = 1): void {',
        '  // Wide items are refused.',
        '  if (size > this.width) return;',
        '  this.items.set(name, size);',
        '}',
      ].join('\n'),
    );
    expect(excerpt(source, 'Shelf.items', { withComment: true })).toBe(
      '/** Items on it. */\nprivate readonly items = new Map<string, number>();',
    );
    expect(excerpt(source, 'Shelf.constructor')).toBe('constructor(private readonly width: number) {}');
  });

  it('fails for a name that is not declared', () => {
    expect(() => excerpt(source, 'Shelf.remove')).toThrow('no declaration named Shelf.remove');
  });
});

describe('a page of the tour', () => {
  const page = [
    '# Shelves',
    '## 1. Age',
    '<!-- code shelf.ts age, Shelf.items with comment -->',
    '',
    '```ts',
    'const old = 1;',
    '```',
    '## 2. No code',
    'Text.',
    '',
  ].join('\n');

  it('shows the code as it is now', () => {
    const now = refreshed(page, () => source);
    expect(now).toContain(
      '```ts\n/** Years of an item. */\nexport const age = 3;\n\n/** Items on it. */\nprivate readonly items',
    );
    expect(now).not.toContain('old');
    expect(refreshed(now, () => source)).toBe(now);
    expect(lengthOf(now)).toEqual({ stops: 1, lines: 4 });
  });

  it('shows a whole file, of any language', () => {
    const whole = '<!-- code nx.json * -->\n\n```json\n```\n';
    expect(refreshed(whole, () => '{ "a": 1 }\n')).toContain('```json\n{ "a": 1 }\n```');
  });

  it('names the file and the symbol that is gone', () => {
    expect(() => refreshed(page, () => '')).toThrow('shelf.ts age: no declaration named age');
  });
});

describe('the tour', () => {
  const folder = join(root, 'docs/tour');
  const pages = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
  /** Stops, and lines of code that carry the idea; the code may be 15 % longer. */
  const limits = { heartbeat: { stops: 15, lines: 200 }, 'balanced-call': { stops: 10, lines: 130 } };
  const course = ['docs/zh/course', 'docs/en/course'].flatMap((each) =>
    readdirSync(join(root, each)).map((name) => `${each}/${name}`),
  );
  const outOfDate = (path: string) => {
    const page = read(path);
    return refreshed(page, read) !== page;
  };

  it('shows the code as it is now, as the course does (out of date: npm run tour -- --write)', () => {
    const paths = [...pages.map((name) => `docs/tour/${name}`), ...course];
    expect(paths.filter(outOfDate)).toEqual([]);
  });

  it('has code below each marker, and a marker above each block that is named after a file', () => {
    for (const path of [...pages.map((name) => `docs/tour/${name}`), ...course]) {
      const page = read(path);
      const followed = page.match(/^<!-- code .+ -->\n+```(ts|js|json)$/gm) ?? [];
      expect([path, followed.length]).toEqual([path, page.match(/^<!-- code /gm)?.length ?? 0]);
      const titles = [...page.matchAll(/^```(?:ts|js|json) \[(.+?)\]/gm)].map(([, title = '']) => title);
      expect([path, titles.filter((title) => existsSync(join(root, title)))]).toEqual([path, []]);
    }
  });

  it.each(Object.entries(limits))('%s stays short', (topic, limit) => {
    for (const name of pages.filter((each) => each.startsWith(topic))) {
      const { stops, lines } = lengthOf(read(`docs/tour/${name}`));
      expect(stops).toBeLessThanOrEqual(limit.stops);
      expect(lines).toBeLessThanOrEqual(limit.lines * 1.15);
    }
  });
});
