import { missingTranslations } from './languages.mjs';
import { deadLinks } from './links.mjs';
import { scenarioNames, unknownScenarios } from './scenarios.mjs';

describe('the pages of both languages', () => {
  it('are complete with an English page for each Chinese one, wherever it is', () => {
    const pages = ['index.md', 'zh/a.md', 'en/a.md', 'zh/reference/index.md', 'reference/README.md'];
    expect(missingTranslations([...pages, 'reference/server.md', 'en/api/client.md'])).toEqual([]);
  });

  it('are named if the other language lacks one', () => {
    expect(missingTranslations(['zh/course/01.md', 'en/course/02.md'])).toEqual([
      'docs/zh/course/01.md: there is no en/course/01.md',
      'docs/en/course/02.md: there is no zh/course/02.md',
    ]);
  });
});

describe('the scenarios of the playground', () => {
  const source = "export const scenarioTexts = {\n  'one-two': oneTwo,\n  rotation,\n} as const;\n";

  it('are read from its list', () => {
    expect(scenarioNames(source)).toEqual(['one-two', 'rotation']);
    expect(() => scenarioNames('')).toThrow('no scenario was found');
  });

  it('are named if a page shows one that does not exist', () => {
    const page = '<Playground scenario="rotation" />\n<Playground compact scenario="rotaton" />';
    expect(unknownScenarios('a.md', page, ['rotation'])).toEqual([
      'a.md: there is no scenario "rotaton"; there are rotation',
    ]);
  });
});

describe('the links of a built site', () => {
  const site = (base: string, html: string) =>
    deadLinks(
      new Map([
        ['zh/index.html', html],
        ['en/index.html', '<h2 id="自我保护">a</h2>'],
        ['en/a.html', ''],
        ['assets/a.png', undefined],
      ]),
      base,
    );

  it.each([
    ['/', '/en/'],
    ['/', '/en/a.html'],
    ['/', '../en/#%E8%87%AA%E6%88%91%E4%BF%9D%E6%8A%A4'],
    ['/', 'https://example.org/nowhere'],
    ['/', 'http://localhost:7001/'],
    ['/docs/', '/docs/en/a.html?q=1'],
  ])('at %s may lead to %s', (base, target) => {
    expect(site(base, `<a class="x" href="${target}">a</a><img alt="" src="../assets/a.png">`)).toEqual([]);
  });

  it.each([
    ['/', '/en/b.html'],
    ['/', '/en/#missing'],
    ['/docs/', '/en/a.html'],
  ])('at %s may not lead to %s', (base, target) => {
    expect(site(base, `<a href="${target}">a</a>`)).toEqual([`zh/index.html: ${target}`]);
  });
});
