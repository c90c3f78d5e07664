import type { SourceRegion } from '@eureka-nest/playground';
import { type Excerpt, excerptOf } from '../session/excerpt.js';

/** The code of a region; its file is loaded with the first one. */
export async function loadExcerpt({ file, symbol }: SourceRegion): Promise<Excerpt | undefined> {
  const { sourceOf } = await import('./sources.js');
  const source = sourceOf(file);
  return source === undefined ? undefined : excerptOf(source, symbol);
}
