import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// An ES module: Jest's own require cannot take it in.
const sources = import('./decorated-sources.mjs');

const till = 'export interface Till { readonly open: boolean }\nexport class Clerk {}';
const shop = (type: string) => `
  import { Clerk, type Till } from './till.js';
  const noted = (): ClassDecorator => () => undefined;
  const set = (): PropertyDecorator => () => undefined;
  @noted()
  export class Shop {
    @set()
    readonly name: ${type} = undefined as never;
    constructor(readonly clerk: Clerk, readonly till: Till) {}
  }
  export const result = [
    Reflect.getMetadata('design:type', Shop.prototype, 'name'),
    ...Reflect.getMetadata('design:paramtypes', Shop),
  ].map(({ name }) => name);`;

describe('the sources that a bundle is made of', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sources-'));
    mkdirSync(join(folder, 'libs/shop/src'), { recursive: true });
    writeFileSync(join(folder, 'libs/shop/src/till.ts'), till);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const save = (type: string, seconds: number) => {
    const file = join(folder, 'libs/shop/src/shop.ts');
    writeFileSync(file, shop(type));
    utimesSync(file, seconds, seconds);
  };

  it('have the metadata of decorators that tsc emits, also after they were saved again', async () => {
    const plugins = [(await sources).decoratedSources()];
    const result = async () => {
      const { outputFiles } = await build({
        bundle: true,
        format: 'cjs',
        write: false,
        keepNames: true,
        banner: { js: "require('reflect-metadata');" },
        entryPoints: [join(folder, 'libs/shop/src/shop.ts')],
        plugins,
      });
      const module = { exports: { result: [] as string[] } };
      new Function('require', 'module', outputFiles[0]?.text ?? '')(createRequire(__filename), module);
      return module.exports.result;
    };
    save('string', 1);
    // An interface is an Object at run time.
    expect(await result()).toEqual(['String', 'Clerk', 'Object']);
    save('Date', 2);
    expect(await result()).toEqual(['Date', 'Clerk', 'Object']);
  });
});
