import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { infoOf } from './fences.mjs';
import { joinsWithoutBlank } from './line-breaks.mjs';

const root = join(__dirname, '..', '..', '..');
const rendered = (page: string, ...lines: readonly string[]) =>
  execFileSync(process.execPath, [join(__dirname, 'rendered-page.mjs'), page], {
    cwd: root,
    input: lines.join('\n'),
    encoding: 'utf8',
  });
const fence = '```';

describe('a line break in a paragraph', () => {
  it.each([
    ['中', '文', true],
    ['，', '文', true],
    ['，', 'J', true],
    ['中', 'J', false],
    ['a', 'b', false],
    ['', '中', false],
  ])('between "%s" and "%s": no blank %s', (before, after, joins) => {
    expect(joinsWithoutBlank(before, after)).toBe(joins);
  });
});

describe('the info string of a fence', () => {
  it.each([
    ['sh run copy', { language: 'sh', words: ['run', 'copy'], title: undefined }],
    ['yaml [application.yml of 7001]', { language: 'yaml', words: [], title: 'application.yml of 7001' }],
    ['', { language: '', words: [], title: undefined }],
  ])('"%s"', (info, parts) => {
    expect(infoOf(info)).toEqual(parts);
  });
});

describe('a Chinese page', () => {
  const page = rendered(
    'zh/course/07-standalone-eureka.md',
    '这一行很长，',
    '**下一行**接着写',
    '第三行，见[路线](../../tour/heartbeat.md)和[源码](../../../libs/runtime/README.md)',
    '',
    '<!-- unverified -->',
    '',
    `${fence}sh stage`,
    'npm run stage b',
    fence,
    '',
    `${fence}output`,
    'up',
    fence,
    '',
    '<!-- code libs/a.ts joinUrl -->',
    '',
    `${fence}ts`,
    'const a = 1;',
    fence,
    '',
    '<!-- screenshot no-such-picture http://localhost:7001/ -->',
    '',
    `${fence}mermaid`,
    'flowchart TD',
    '  a[消费者<br/>80] -->|调用| b[8001]',
    '  a -.-|查询| c[8002]',
    fence,
  );

  it('joins the lines of a paragraph', () => {
    expect(page).toContain('这一行很长，<strong>下一行</strong>接着写第三行，见<a');
  });

  it('has links of the site for pages, and of the repository for other files', () => {
    expect(page).toContain('href="/en/tour/heartbeat.html"');
    expect(page).toContain(
      'href="https://github.com/eureka-nest/eureka-nest/blob/main/libs/runtime/README.md"',
    );
  });

  it('says what a command does, and shows its output as such', () => {
    expect(page).toContain('<span class="lang">sh · 单独占一个终端</span>');
    expect(page).toMatch(/<div class="output language-text[^]*<span class="lang">输出<\/span>/);
  });

  it('has the file of an excerpt as its title, and no other marker', () => {
    expect(page).toContain('<p class="title">libs/a.ts</p>');
    expect(page).not.toContain('<!--');
    expect(page).not.toContain('screenshot');
  });

  it('has a diagram as inline SVG of no other origin, with its arrows as text', () => {
    expect(page).toContain('aria-label="示意图：消费者 80 → 8001：调用；消费者 → 8002：查询"');
    expect(page).toContain('<svg aria-hidden="true"');
    expect(page).not.toMatch(/<style|@import|googleapis/);
  });
});

it('an English page keeps the blanks of its lines', () => {
  expect(rendered('en/course/index.md', 'one', 'two')).toBe('<p>one\ntwo</p>\n');
});
