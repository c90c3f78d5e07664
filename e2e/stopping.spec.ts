import { allSix, clients, consumer, providers } from './harness/app-names.js';
import { inParallel } from './harness/in-parallel.js';
import { Demo } from './harness/demo.js';
import { eventually } from './harness/eventually.js';
import { figure } from './harness/figure.js';
import { isFree } from './harness/free-ports.js';
import { idOf, listed, up } from './harness/registry-view.js';
import { balancedOver, respondingProvider } from './harness/rotation.js';

describe('stopping', () => {
  let demo: Demo;

  beforeAll(async () => {
    demo = await Demo.running();
    await balancedOver(demo, providers);
  });
  afterAll(() => demo.close());

  it('#9 7001 restarts: no call fails, and it lists all instances again within one heartbeat', async () => {
    const failures: string[] = [];
    let over = false;
    const calls = inParallel(
      4,
      () => !over,
      async () => {
        await respondingProvider(demo).catch((error: Error) => failures.push(error.message));
      },
    );
    try {
      await demo.stop('eureka-7001');
      await demo.start('eureka-7001');
      const start = performance.now();
      await eventually(async () => {
        expect(await listed(demo, 'eureka-7001', 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, providers));
        expect(await listed(demo, 'eureka-7001', 'CLOUD-ORDER-SERVICE')).toEqual(up(demo, [consumer]));
      });
      figure('7001 full again', performance.now() - start, 'ms after it is up');
    } finally {
      over = true;
    }
    expect(await calls).toBeGreaterThan(0);
    expect(failures).toEqual([]);
  });

  it('all six at once: each ends within 2 s, and cancels its registration first', async () => {
    const exits = await Promise.all(allSix.map((app) => demo.stop(app)));
    const slowest = Math.max(...exits.map(({ tookMs }) => tookMs));
    figure('all six stopped', slowest, 'ms');
    expect(slowest).toBeLessThan(2000);
    for (const { code } of exits) expect(code).toBe(0);
    for (const app of allSix) expect(await isFree(demo.port(app))).toBe(true);
    for (const app of allSix) {
      expect(demo.process(app).output).toMatch(/ \[App\] stopping \(SIGTERM\)\n(.*\n)*.* \[App\] stopped$/);
    }

    const registryOutput = `${demo.process('eureka-7001').output}\n${demo.process('eureka-7002').output}`;
    for (const app of clients)
      expect(registryOutput).toMatch(new RegExp(`cancelled \\S*${idOf(demo, app)}\\b`));
  });
});
