import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Replaces a file atomically: a reader sees the old text or the new one, never half of one.
 *
 * @param {string} file
 * @param {string} text
 */
export function put(file, text) {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/**
 * @param {string} file
 * @param {string} text
 */
export const isCurrent = (file, text) => existsSync(file) && readFileSync(file, 'utf8') === text;
