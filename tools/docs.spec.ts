import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const isOurs = (name: string) => !/^(node_modules|dist|data|fixtures|api|\.git|\.nx)$/.test(name);

/** Every file of the workspace whose path matches. */
function files(name: RegExp, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => isOurs(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return files(name, path);
      return name.test(path) ? path : [];
    });
}

/** Anchors of a page as GitHub makes them: one for each heading, numbered if equal, and explicit ids. */
function anchorsOf(page: string): ReadonlySet<string> {
  const text = page.replace(/^```[\s\S]*?^```/gm, '');
  const anchors = new Set([...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id]) => id ?? ''));
  for (const [, heading = ''] of text.matchAll(/^#{1,6} +(.+?)(?: +#+)?$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let number = 1; anchors.has(anchor); number++) anchor = `${slug}-${number}`;
    anchors.add(anchor);
  }
  return anchors;
}

describe('the documents', () => {
  it('list the code of every error', () => {
    const codes = files(/^libs.+\/src\/.+\.ts$/).flatMap((file) =>
      [...read(file).matchAll(/readonly code = '(\w+)'/g)].map(([, code]) => code ?? ''),
    );
    const listed = [...read('docs/errors.md').matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(listed.sort()).toEqual(codes.sort());
  });

  it('link to files and headings that exist', () => {
    const broken = files(/\.md$/).flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
        .filter(([, target = '', anchor]) => {
          const path = target === '' ? file : join(dirname(file), target);
          if (!existsSync(join(root, path))) return true;
          if (anchor === undefined || !path.endsWith('.md')) return false;
          return !anchorsOf(read(path)).has(decodeURIComponent(anchor));
        })
        .map(([link]) => `${file} ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('name scripts that exist', () => {
    const scripts = new Set(Object.keys(JSON.parse(read('package.json')).scripts));
    const missing = files(/\.md$/).flatMap((file) =>
      [...read(file).matchAll(/npm run ([\w:]+)/g)]
        .filter(([, script]) => !scripts.has(script ?? ''))
        .map(([call]) => `${file}: ${call}`),
    );
    expect(missing).toEqual([]);
  });

  it('name files and symbols that exist, where each question is decided', () => {
    const [, section = ''] =
      /^## Where is it decided\?\n([\s\S]*?)^## /m.exec(read('docs/architecture.md')) ?? [];
    const names = [...section.matchAll(/`([\w./-]+)`/g)].map(([, name]) => name ?? '');
    const sources = files(/\.(ts|mjs)$/).filter((file) => /^(libs\/.+\/src|tools)\//.test(file));
    const text = sources.map(read).join('\n');
    const exists = (name: string) =>
      /\.(ts|mjs|md)$/.test(name)
        ? sources.some((file) =>
            `/${file}`.endsWith(`/${name.replace(/^(server|client|balancer|runtime)\//, '')}`),
          )
        : name.split('.').every((part) => new RegExp(`\\b${part}\\b`).test(text));
    const checked = names.filter((name) => !name.endsWith('/') && !/^(libs|docs|src)\//.test(name));
    expect(checked.length).toBeGreaterThan(40);
    expect(checked.filter((name) => !exists(name))).toEqual([]);
  });

  it('have the same commands in both READMEs', () => {
    const commandsOf = (file: string) =>
      [...read(file).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) =>
        (block ?? '').replace(/ +#.*$/gm, ''),
      );
    expect(commandsOf('README.zh-CN.md')).toEqual(commandsOf('README.md'));
  });
});
