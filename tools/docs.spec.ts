import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const isOurs = (name: string) => !/^(node_modules|dist|data|fixtures|\.git|\.nx)$/.test(name);

/** Every file of the workspace with such a name. */
function files(name: RegExp, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => isOurs(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return files(name, path);
      return name.test(path) ? path : [];
    });
}

describe('the documents', () => {
  it('list the code of every error', () => {
    const codes = files(/^libs.+errors\.ts$/).flatMap((file) =>
      [...read(file).matchAll(/readonly code = '(\w+)'/g)].map(([, code]) => code ?? ''),
    );
    const listed = [...read('docs/errors.md').matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(listed.sort()).toEqual(codes.sort());
  });

  it('link to what is there', () => {
    const broken = files(/\.md$/).flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map(([, target]) => join(dirname(file), target ?? ''))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('name scripts that are there', () => {
    const scripts = new Set(Object.keys(JSON.parse(read('package.json')).scripts));
    const missing = files(/\.md$/).flatMap((file) =>
      [...read(file).matchAll(/npm run ([\w:]+)/g)]
        .filter(([, script]) => !scripts.has(script ?? ''))
        .map(([call]) => `${file}: ${call}`),
    );
    expect(missing).toEqual([]);
  });

  it('are the same in both languages: each command of the one README stands in the other', () => {
    const commandsOf = (file: string) =>
      [...read(file).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) =>
        (block ?? '').replace(/ +#.*$/gm, ''),
      );
    expect(commandsOf('README.zh-CN.md')).toEqual(commandsOf('README.md'));
  });
});
