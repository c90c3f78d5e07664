import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSource } from './dev-sources.mjs';
import { inTurn, restartOf } from './restart-in-turn.mjs';
import { watchSources } from './source-watcher.mjs';

describe('the sources that dev mode watches', () => {
  it.each([
    ['libs/eureka-server/src/core/registry/lease.ts', true, true],
    [String.raw`apps\eureka-7001\src\main.ts`, true, true],
    ['libs/eureka-server/src', false, true],
    ['libs/eureka-server', false, true],
    ['libs', undefined, true],
    ['libs/eureka-server/test', false, false],
    ['libs/eureka-server/dist', false, false],
    ['libs/eureka-server/node_modules/x/src/a.ts', true, false],
    ['libs/eureka-server/package.json', true, false],
    ['libs/eureka-server/src/a.ts.swp', true, false],
  ])('%s (file: %s): %s', (path, isFile, expected) => {
    expect(isSource(path, isFile)).toBe(expected);
  });
});

describe('the watcher of dev mode', () => {
  let workspace: string;
  let watcher: ReturnType<typeof watchSources>;
  let changes: string[];
  let noticed: () => void;

  beforeEach(async () => {
    workspace = mkdtempSync(join(tmpdir(), 'watch-'));
    for (const folder of ['libs/shop/src', 'libs/shop/dist', 'apps'])
      mkdirSync(join(workspace, folder), { recursive: true });
    writeFileSync(join(workspace, 'libs/shop/src/a.ts'), '0');
    changes = [];
    noticed = () => undefined;
    const fail = (error: unknown) => void changes.push(`failed: ${error}`);
    watcher = watchSources(workspace, (path) => (changes.push(path), noticed()), fail);
    await once(watcher, 'ready');
  });
  afterEach(async () => {
    await watcher.close();
    rmSync(workspace, { recursive: true });
  });

  const path = (name: string) => join(workspace, 'libs/shop', name);
  const seen = async (name: string) => {
    while (!changes.includes(join('libs', 'shop', name))) await next();
  };
  const next = () => new Promise<void>((resolve) => (noticed = resolve));

  /** Saves until that is noticed: a save within the milliseconds after another one may be missed. */
  const saved = async (save: () => void) => {
    const change = next();
    save();
    const again = setInterval(save, 300);
    await change;
    clearInterval(again);
  };

  it('notices a file that was saved by rename, also after earlier ones, and then one saved in place', async () => {
    const a = path('src/a.ts');
    for (const text of ['1', '22', '333'])
      await saved(() => {
        writeFileSync(`${a}.swp`, text);
        renameSync(`${a}.swp`, a);
      });
    await saved(() => writeFileSync(a, '4444'));
    expect([...new Set(changes)]).toEqual([join('libs', 'shop', 'src', 'a.ts')]);
  });

  it('notices new files and folders, and nothing outside the sources', async () => {
    writeFileSync(path('dist/a.js'), '1');
    writeFileSync(path('package.json'), '{}');
    mkdirSync(path('src/core'));
    writeFileSync(path('src/core/b.ts'), '1');
    await seen('src/core/b.ts');
    expect(changes.filter((each) => !each.includes('core'))).toEqual([]);
  });
});

describe('the restart of an app in dev mode', () => {
  const listenersAre = (...pids: number[][]) => {
    let asked = 0;
    return async () => (pids[Math.min(asked++, pids.length - 1)] ?? []).map((pid) => ({ pid }));
  };
  const restart = async (app: string, pids: number[][]) => {
    let slept = 0;
    const restarted = await restartOf(app, listenersAre(...pids), async (ms) => void (slept += ms));
    await restarted();
    return slept;
  };

  it.each([
    ['a provider, until another process listens', 'payment-provider-8001', [[1], [1], [], [2]], 200],
    ['a provider whose new code does not start, for 5 s', 'payment-provider-8001', [[1], []], 5000],
    ['not for a provider that does not run', 'payment-provider-8001', [[]], 0],
    ['not for a registry', 'eureka-7001', [[1]], 0],
  ])('is waited for: %s', async (_what, app, pids, ms) => {
    expect(await restart(app, pids)).toBe(ms);
  });
});

describe('the restart of several apps', () => {
  const replaced = async (...apps: string[]) => {
    const events: string[] = [];
    const restart = async (app: string) => {
      events.push(`${app} runs`);
      return async () => void events.push(`${app} listens again`);
    };
    await inTurn(apps, (app) => events.push(`${app} replaced`), restart);
    return events;
  };

  it('replaces the file of one provider, and those of the others once that listens again', async () => {
    const providers = ['payment-provider-8001', 'payment-provider-8002', 'payment-provider-8003'];
    expect(await replaced('eureka-7001', ...providers, 'order-consumer-80')).toEqual([
      'payment-provider-8001 runs',
      'eureka-7001 replaced',
      'payment-provider-8001 replaced',
      'order-consumer-80 replaced',
      'payment-provider-8001 listens again',
      'payment-provider-8002 replaced',
      'payment-provider-8003 replaced',
    ]);
  });

  it('waits for no provider if none is left to restart', async () => {
    const apps = ['payment-provider-8003', 'order-consumer-80'];
    expect(await replaced(...apps)).toEqual([`${apps[0]} runs`, ...apps.map((app) => `${app} replaced`)]);
    expect(await replaced()).toEqual([]);
  });
});
