import { build } from 'esbuild';
import { join } from 'node:path';
import { createContext, runInContext, runInThisContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { scenarioNames } from '../src/index.js';
import type * as playground from '../src/index.js';

const MAX_BYTES = 120_000;

/** What a browser has too; without Buffer, process, require and the like. */
const browserGlobals = {
  AbortController,
  clearTimeout,
  MessageChannel,
  performance,
  setTimeout,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
};

type Playground = typeof playground;

const inBareContext = (source: string): Playground =>
  runInContext(`(() => {${source}; return playground})()`, createContext({ ...browserGlobals }));

const inNode = (source: string): Playground => runInThisContext(`(() => {${source}; return playground})()`);

describe('the bundle for a browser', () => {
  const built = build({
    entryPoints: [join(__dirname, '../src/index.ts')],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'playground',
    minify: true,
    write: false,
    metafile: true,
    conditions: ['@eureka-nest/source'],
    logLevel: 'silent',
  });

  it('has no module of Node or of npm, and at most 120 kB gzipped', async () => {
    const { outputFiles, metafile } = await built;
    // What is read and then left out, such as the XML reader of the protocol, does not count.
    const [{ imports = [], inputs = {} } = {}] = Object.values(metafile.outputs);
    expect(imports.filter((each) => each.external).map(({ path }) => path)).toEqual([]);
    expect(Object.keys(inputs).filter((path) => /node_modules/.test(path))).toEqual([]);
    const bytes = gzipSync(outputFiles[0]!.contents).length;
    expect(bytes).toBeLessThan(MAX_BYTES);
    expect(bytes).toBeGreaterThan(20_000);
  });

  it.each(scenarioNames)('runs %s without the globals of Node, with the same log', async (name) => {
    const { outputFiles } = await built;
    const source = outputFiles[0]!.text;
    const logOf = async ({ Run, shippedScenario, logText }: Playground, pace: 'java' | 'ours') => {
      const scenario = shippedScenario(name);
      return (await new Run(scenario, pace).at(scenario.endMs)).log.map(logText);
    };
    for (const pace of ['java', 'ours'] as const) {
      const bare = await logOf(inBareContext(source), pace);
      expect([...bare]).toEqual([...(await logOf(inNode(source), pace))]);
      expect(bare.length).toBeGreaterThan(20);
    }
  });
});
