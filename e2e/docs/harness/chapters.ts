import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepsOf, type PageStep } from '../../../tools/course/page-steps.mjs';

const root = join(__dirname, '..', '..', '..');

export type Language = 'zh' | 'en';

/** A chapter in one language. */
export interface Chapter {
  readonly language: Language;
  readonly number: number;
  /** Path in the workspace. */
  readonly path: string;
  readonly steps: readonly PageStep[];
}

const chaptersIn = (language: Language): readonly Chapter[] =>
  readdirSync(join(root, 'docs', language, 'course'))
    .filter((name) => /^\d+-.*\.md$/.test(name))
    .sort()
    .map((name) => {
      const path = `docs/${language}/course/${name}`;
      const steps = stepsOf(readFileSync(join(root, path), 'utf8'));
      return { language, number: Number.parseInt(name, 10), path, steps };
    });

/** The chapters in their order, Chinese first. */
export const chapters: readonly Chapter[] = [...chaptersIn('zh'), ...chaptersIn('en')];
