import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { publishedEntries } from './api/entries.mjs';
import { courseSidebar, referenceSidebar } from './sidebar.mjs';

const docs = join(__dirname, '..', '..', 'docs');

it('the sidebar of the course has its chapters in order, and those after it', () => {
  const [contents, course, after] = courseSidebar(docs, 'zh', {
    contents: '目录',
    course: '课程',
    after: '之后',
  });
  expect(contents).toEqual({ text: '目录', link: '/zh/course/' });
  expect(course?.items).toHaveLength(15);
  expect(course?.items?.[6]).toEqual({ text: '7. 单机EUREKA', link: '/zh/course/07-standalone-eureka.md' });
  expect(after?.items?.[0]?.text).toMatch(/^16\. /);
});

it('the sidebar of the reference has the sections and pages of its overview', () => {
  const sections = referenceSidebar(docs, 'reference/README.md');
  expect(sections[0]).toEqual({
    text: 'Server',
    items: expect.arrayContaining([{ text: 'Security', link: '/en/security.md' }]),
  });
  expect(sections.every(({ items }) => (items?.length ?? 0) > 2)).toBe(true);
});

it('the API has the published entries of the packages, and none of the workspace alone', () => {
  const entries = publishedEntries();
  const names = entries.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['@eureka-nest/server', '@eureka-nest/load-balancer/axios']));
  expect(names).not.toContain('@eureka-nest/server/simulation');
  expect(entries.filter(({ source }) => !existsSync(join(docs, '..', source)))).toEqual([]);
});
