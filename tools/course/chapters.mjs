import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stepsOf } from './page-steps.mjs';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @typedef {'zh' | 'en'} Language */

/**
 * A chapter in one language.
 *
 * @typedef {object} Chapter
 * @property {string} path in the workspace
 * @property {Language} language
 * @property {number} number
 * @property {readonly import('./page-steps.mjs').PageStep[]} steps
 */

/**
 * @param {string} path
 * @returns {Chapter}
 */
export function chapterAt(path) {
  const [, language, number] = /^docs\/(zh|en)\/course\/(\d+)-/.exec(path) ?? [];
  if (language === undefined) throw new Error(`${path} is no chapter: docs/<zh or en>/course/<number>-…`);
  const steps = stepsOf(readFileSync(join(root, path), 'utf8'));
  return { path, language: /** @type {Language} */ (language), number: Number(number), steps };
}

/** The chapters that have something to do, Chinese first. */
export const chapters = () =>
  ['zh', 'en']
    .flatMap((language) => {
      const folder = `docs/${language}/course`;
      const names = readdirSync(join(root, folder)).filter((name) => /^\d+-.*\.md$/.test(name));
      return names.sort().map((name) => chapterAt(`${folder}/${name}`));
    })
    .filter(({ steps }) => steps.length > 0);
