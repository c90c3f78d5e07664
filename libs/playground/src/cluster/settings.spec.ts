import { parseScenario } from '../scenario/parse-scenario.js';
import { Run } from '../run/run.js';

const cluster = `
registry eureka-7001
provider payment-{8001..8003} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
`;
const started = `
0s start eureka-7001
1s start payment-{8001..8003}
2s start order-80
`;

describe('settings', () => {
  it('of the demo’s fast pace let the row of a killed provider disappear after 4 to 6 s', async () => {
    const fast = `
0s set self-preservation off
0s set eviction-seconds 2
0s set heartbeat-seconds 1
0s set lease-seconds 2
`;
    const run = new Run(parseScenario(`${cluster}${fast}${started}20s kill payment-8003`), 'java');
    expect((await run.at(23_900)).listed['eureka-7001']).toHaveProperty('payment-8003');
    expect((await run.at(26_100)).listed['eureka-7001']).not.toHaveProperty('payment-8003');
  });

  it.each([
    ['heartbeat-seconds 5', /^payment-8001 -> eureka-7001 PUT/, 2, 12],
    ['polling-seconds 5', /^order-80 -> eureka-7001 GET .*delta/, 2, 12],
  ])('%s changes while the cluster runs', async (setting, request, before, after) => {
    const run = new Run(parseScenario(`${cluster}${started}62s set ${setting}`), 'java');
    const { log } = await run.at(160_000);
    const sent = (from: number) =>
      log.filter(({ at, text }) => at >= from && at < from + 60_000 && request.test(text)).length;
    expect(sent(3_000)).toBe(before);
    expect(sent(95_000)).toBe(after);
  });

  it('with retries off, ours does not repeat a call either', async () => {
    const calls = `60s set retries off
60s kill payment-8002
60.01s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x3 every 10ms`;
    const run = new Run(parseScenario(`${cluster}${started}${calls}`), 'ours');
    const ended = (await run.at(61_000)).calls;
    expect(ended.map(({ outcome, tries }) => `${outcome} ${tries}`).sort()).toEqual([
      'failed 1',
      'ok 1',
      'ok 1',
    ]);
  });
});
