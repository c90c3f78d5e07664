import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// An ES module: Jest's own require cannot take it in.
const files = import('./put.mjs');

const shop = (name: string, end = 'process.exit(0)') => `
  process.on('SIGTERM', () => { console.log('${name} stops'); ${end}; });
  setInterval(() => undefined, 1000);
  console.log('${name} runs');`;

describe('an app of dev mode', () => {
  let folder: string;
  let supervisor: ChildProcess;
  let lines: string[];
  let changed: () => void;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dev-app-'));
    mkdirSync(join(folder, 'dist/dev'), { recursive: true });
    await replace(shop('first'));
    lines = [];
    changed = () => undefined;
    supervisor = spawn(process.execPath, [join(__dirname, 'dev-app.mjs'), 'shop-1'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    supervisor.stdout?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.trim().split('\n'));
      changed();
    });
    await printed('first runs');
  });
  afterEach(async () => {
    if (supervisor.kill()) await ended();
    rmSync(folder, { recursive: true });
  });

  const replace = async (text: string) => (await files).put(join(folder, 'dist/dev/shop-1.mjs'), text);
  const printed = async (line: string) => {
    while (!lines.includes(line)) await new Promise<void>((resolve) => (changed = resolve));
  };
  const ended = () => new Promise((resolve) => supervisor.once('exit', resolve));

  it('is stopped and started again each time that its file is replaced', async () => {
    for (const name of ['second', 'third']) {
      await replace(shop(name));
      await printed(`${name} runs`);
    }
    expect(lines).toEqual(['first runs', 'first stops', 'second runs', 'second stops', 'third runs']);
  });

  it('that has failed starts again when its file is replaced', async () => {
    await replace('console.log("broken"); process.exitCode = 1;');
    await printed('shop-1 has ended: it starts again when its code changes');
    await replace(shop('mended'));
    await printed('mended runs');
    expect(lines.slice(1, 3)).toEqual(['first stops', 'broken']);
  });

  it('is stopped with it, and may take its time', async () => {
    await replace(shop('slow', 'setTimeout(() => { console.log("done"); process.exit(0); }, 200)'));
    await printed('slow runs');
    supervisor.kill();
    expect(await ended()).toBe(0);
    expect(lines.slice(-2)).toEqual(['slow stops', 'done']);
  });
});
