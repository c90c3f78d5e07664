// Renders Markdown from standard input as the site does, for a spec: VitePress is an ES module that
// Jest does not load. The argument is the path of the page below docs/.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createMarkdownRenderer } from 'vitepress';
import { courseMarkdown } from './index.mjs';

const [relativePath = ''] = process.argv.slice(2);
const docs = resolve('docs');
const md = await createMarkdownRenderer(docs, { config: (each) => courseMarkdown(each, docs) });
process.stdout.write(md.render(readFileSync(0, 'utf8'), { path: join(docs, relativePath), relativePath }));
process.exit(0);
