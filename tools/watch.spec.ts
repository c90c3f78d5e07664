import { isSource } from './dev-sources.mjs';
import { restartOf } from './restart-in-turn.mjs';

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
