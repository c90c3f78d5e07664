import { createServer, type Server } from 'node:net';
import { consumer, type AppName } from './harness/app-names.js';
import { eventually } from './harness/eventually.js';
import { freePorts, isFree } from './harness/free-ports.js';
import { get } from './harness/http.js';
import { AppProcess } from './harness/process.js';
import { withoutPort80 } from './harness/unprivileged.js';

const stackTrace = /^\s+at .+:\d+/m;
const alone = { HOST: '127.0.0.1', EUREKA_CLIENT_ENABLED: 'false' };

describe('a wrong setting aborts the start and is named', () => {
  const wrong: [AppName, string, string][] = [
    ['eureka-7001', 'PORT', '70x1'],
    ['eureka-7001', 'EUREKA_SERVER_ENABLE_SELF_PRESERVATION', 'maybe'],
    ['eureka-7002', 'EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS', '0'],
    ['payment-provider-8001', 'EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE', 'localhost:7001/eureka'],
    ['payment-provider-8002', 'EUREKA_INSTANCE_LEASE_RENEWAL_INTERVAL_IN_SECONDS', 'soon'],
    ['order-consumer-80', 'SPRING_CLOUD_LOADBALANCER_ENABLED', 'maybe'],
    ['order-consumer-80', 'PAYMENT_SERVICE_URL', 'CLOUD-PAYMENT-SERVICE'],
  ];

  it.each(wrong)('%s with %s=%s', async (app, variable, value) => {
    // A client that is turned off accepts any URL.
    const refused = new AppProcess(app, { HOST: '127.0.0.1', [variable]: value });
    expect(await refused.exited).toEqual({ code: 1, signal: null });
    // The URLs have a name in code too: `serviceUrls (EUREKA_…) is …`.
    expect(refused.output.replace(`(${variable})`, variable)).toContain(
      `${variable} is "${value}": it must be `,
    );
    expect(refused.output).not.toMatch(stackTrace);
  });
});

describe('a port that is not available', () => {
  let taken: Server | undefined;
  afterEach(() => new Promise((done) => (taken?.listening ? taken.close(done) : done(undefined))));

  it('aborts the start if another program uses it, and the message names the variable', async () => {
    const [port = 0] = await freePorts(1);
    taken = createServer().listen(port, '127.0.0.1');
    const refused = new AppProcess('eureka-7001', { ...alone, PORT: String(port) });
    expect((await refused.exited).code).toBe(1);
    expect(refused.output).toMatch(new RegExp(`port ${port} is in use .*PORT`));
    expect(refused.output).not.toMatch(stackTrace);
  });

  it('is logged in one line if 80 needs more rights, and 8080 is used instead', async () => {
    const { through, env } = withoutPort80();
    const is8080Free = await isFree(8080);
    const app = new AppProcess(consumer, { ...alone, ...env }, through);
    if (is8080Free) {
      await eventually(async () =>
        expect((await get('http://127.0.0.1:8080/actuator/health')).status).toBe(200),
      );
    } else {
      // Another program on this machine uses 8080, which aborts the start.
      expect((await app.exited).code).toBe(1);
      expect(app.output).toMatch(/port 8080 is in use .*PORT/);
    }
    expect(app.lines.filter((line) => /port 80 .*8080/.test(line))).toHaveLength(1);
    expect(app.output).not.toMatch(stackTrace);
    if (!app.hasEnded) await app.stop();
  });
});
