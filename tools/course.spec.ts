import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const namesOf = (language: string) => readdirSync(join(root, `docs/${language}/course`)).sort();

interface Block {
  readonly info: string;
  readonly body: string;
}

/** Fenced blocks of a page, in order. */
const blocksOf = (page: string): readonly Block[] =>
  [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', body = '']) => ({ info, body }));
const isCommand = ({ info }: Block) => /^sh (stage|run)\b/.test(info);
/** Levels and texts of the headings, outside of fenced blocks. */
const headingsOf = (page: string) =>
  [...page.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^(#+) (.*)$/gm)].map(([, marks = '', text = '']) => ({
    level: marks.length,
    text,
  }));
const markersOf = (page: string) =>
  [...page.matchAll(/<!-- (?:code|screenshot) .+? -->|<Playground .+? \/>/g)].map(([marker]) => marker);
const answersOf = (page: string) => [...page.matchAll(/^::: details .+$/gm)].length;

const sections = {
  zh: ['这一章讲什么', '动手做', '看结果', 'Java 与本项目对照', '为什么', '会出什么错', '思考题'],
  en: ['What it teaches', 'Do it', 'See it', 'Java and ours', 'Why it works', 'What goes wrong', 'Questions'],
};
const chapters = namesOf('zh').filter((name) => name !== 'index.md');
const page = (language: string, name: string) => read(`docs/${language}/course/${name}`);

describe('the course', () => {
  it('has each page in both languages, and lists all of them', () => {
    expect(namesOf('en')).toEqual(namesOf('zh'));
    expect(chapters.length).toBeGreaterThan(20);
    for (const language of ['zh', 'en'])
      for (const name of chapters) expect(page(language, 'index.md')).toContain(`](${name})`);
  });

  it('names its Playground scenarios in the frame, and shows each of them', () => {
    const listed = [...read('docs/course/README.md').matchAll(/^\| `([\w-]+)` +\| \d/gm)].map(
      ([, name]) => name,
    );
    const shown = chapters.flatMap((name) =>
      [...page('zh', name).matchAll(/<Playground scenario="(.+?)"/g)].map(([, scenario]) => scenario),
    );
    expect([...new Set(shown)].sort()).toEqual([...listed].sort());
  });

  describe.each(chapters)('%s', (name) => {
    const zh = page('zh', name);
    const en = page('en', name);

    it('has the same headings, commands, code and pictures in both languages', () => {
      expect(headingsOf(en).map(({ level }) => level)).toEqual(headingsOf(zh).map(({ level }) => level));
      expect(blocksOf(en).filter(isCommand)).toEqual(blocksOf(zh).filter(isCommand));
      expect(blocksOf(en).map(({ info }) => info.split(' ')[0])).toEqual(
        blocksOf(zh).map(({ info }) => info.split(' ')[0]),
      );
      expect(markersOf(en)).toEqual(markersOf(zh));
    });

    it('has a stage with commands, and the sections in order', () => {
      const stage = /^stage: (\w)$/m.exec(zh)?.[1];
      if (stage === undefined) return;
      expect(zh).toContain(`npm run stage ${stage}`);
      for (const [text, expected] of [[zh, sections.zh] as const, [en, sections.en] as const])
        expect(
          headingsOf(text).flatMap(({ level, text: heading }) => (level === 2 ? [heading] : [])),
        ).toEqual(expected);
    });

    it('says which timings are for what, if it has a stage', () => {
      if (!/^stage: /m.test(zh)) return;
      for (const text of [zh, en])
        expect(text).toMatch(/^::: tip .*classic[^]*?`(?:classic|npm run stage \w classic)`[^]*?^:::$/m);
    });

    it('ends with three to five questions, whose answers fold', () => {
      for (const text of [zh, en]) {
        expect(answersOf(text)).toBeGreaterThanOrEqual(3);
        expect(answersOf(text)).toBeLessThanOrEqual(5);
        const opened = [...text.matchAll(/^::: \w/gm)];
        expect([...text.matchAll(/^:::$/gm)]).toHaveLength(opened.length);
      }
    });

    it('shows an output only below the command that prints it', () => {
      for (const text of [zh, en]) {
        const blocks = blocksOf(text);
        const stray = blocks.filter(
          ({ info }, index) => info === 'output' && !blocks[index - 1]?.info.startsWith('sh run'),
        );
        expect(stray).toEqual([]);
        const words = blocks.filter(isCommand).flatMap(({ info }) => info.split(' ').slice(2));
        expect(words.filter((word) => !/^(fails|any-order|copy)$/.test(word))).toEqual([]);
      }
    });
  });
});
