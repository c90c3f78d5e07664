import { buildSync } from 'esbuild';

// An ES module: Jest's own require cannot take it in.
const options = import('./esbuild-options.mjs');

describe('a bundle', () => {
  const bundled = async (source: string): Promise<string> => {
    const { finished, shared } = await options;
    const { plugins: _async, banner: _imports, alias: _rxjs, ...rest } = shared;
    const { outputFiles } = buildSync({
      ...rest,
      write: false,
      stdin: { contents: source, resolveDir: '.' },
    });
    return finished(outputFiles[0]?.text ?? '');
  };
  const evaluated = async (source: string): Promise<unknown> => {
    const text = (await bundled(source)).replace(/export\{.*$/s, '');
    return new Function(`${text}; return result`)();
  };

  it('keeps the names of classes, also those that esbuild renames', async () => {
    const source =
      'let Shop = class Shop { static { this.made = 1; } }; export const result = Shop.name + Shop.made;';
    expect(await evaluated(source)).toBe('Shop1');
  });

  it('does not set the names of functions', async () => {
    const source = `
      const define = Object.defineProperty; let count = 0;
      Object.defineProperty = (...args) => { count += 1; return define(...args); };
      const make = () => { const inner = () => 1; return inner; };
      make(); make(); Object.defineProperty = define;
      export const result = count;`;
    expect(await evaluated(source)).toBe(0);
  });

  it('is pure ASCII', async () => {
    expect(await bundled('export const result = "查询成功";')).toMatch(/^[\0-\x7f]*$/);
  });
});
