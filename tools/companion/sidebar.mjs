import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frontMatter } from './front-matter.mjs';
import { publishedEntries } from './api/entries.mjs';
import { siteLink } from './pages.mjs';

/** @typedef {import('vitepress').DefaultTheme.SidebarItem} Item */

const lastOfTheCourse = 15;

/**
 * The chapters in the order of their front matter: those of the course, and those after it.
 *
 * @param {string} docs folder of the pages
 * @param {'zh' | 'en'} language
 * @param {{ contents: string, course: string, after: string }} titles
 * @returns {Item[]}
 */
export function courseSidebar(docs, language, titles) {
  const folder = `${language}/course`;
  const chapters = readdirSync(join(docs, folder))
    .map((name) => ({ name, page: readFileSync(join(docs, folder, name), 'utf8') }))
    .flatMap(({ name, page }) => {
      const number = Number(frontMatter(page, 'chapter'));
      const title = frontMatter(page, 'title') ?? name;
      return number > 0 ? [{ number, text: `${number}. ${title}`, link: `/${folder}/${name}` }] : [];
    })
    .sort((a, b) => a.number - b.number);
  const items = (/** @type {typeof chapters} */ some) => some.map(({ text, link }) => ({ text, link }));
  return [
    { text: titles.contents, link: `/${folder}/` },
    { text: titles.course, items: items(chapters.filter(({ number }) => number <= lastOfTheCourse)) },
    { text: titles.after, items: items(chapters.filter(({ number }) => number > lastOfTheCourse)) },
  ];
}

/**
 * The contents of an overview page: its headings, and the pages that the first cells of its tables
 * link to.
 *
 * @param {string} docs folder of the pages
 * @param {string} overview path below docs
 * @returns {Item[]}
 */
export function referenceSidebar(docs, overview) {
  const [, ...sections] = readFileSync(join(docs, overview), 'utf8').split(/^## /m);
  return sections.map((section) => ({
    text: section.split('\n', 1)[0],
    items: [...section.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\)/gm)].map(([, text = '', href = '']) => ({
      text,
      link: siteLink(href, overview),
    })),
  }));
}

/**
 * The pages of the API, by package.
 *
 * @returns {Item[]}
 */
export function apiSidebar() {
  const entries = publishedEntries().map(({ name }) => ({
    name,
    link: `/en/api/${name.slice(name.indexOf('/') + 1)}.md`,
  }));
  const packages = entries.filter(({ name }) => name.split('/').length === 2);
  return packages.map(({ name, link }) => ({
    text: name,
    link,
    items: entries
      .filter((each) => each.name.startsWith(`${name}/`))
      .map((each) => ({ text: each.name.slice(name.length + 1), link: each.link })),
  }));
}
