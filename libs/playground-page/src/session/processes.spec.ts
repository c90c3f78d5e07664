import { parseScenario, Run, shippedScenario } from '@eureka-nest/playground';
import { linkState, overrideOf, plotOf, processStates, withTruth } from './processes.js';
import { english } from '../texts/en.js';
import { stepText } from './step-text.js';

const scenario = parseScenario(`
registry eureka-7001
provider payment-{8001..8003} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-7001
1s start payment-{8001..8003}
2s start order-80
10s pause payment-8001
12s kill payment-8002
13s resume payment-8002
20s resume payment-8001
21s stop payment-8001
22s status payment-8003 OUT_OF_SERVICE
30s status payment-8003 none
40s latency order-80 payment-8003 200ms
41s loss payment-8003 order-80 30%
42s cut payment-{8001..8003} eureka-7001
50s heal payment-8003 eureka-7001
60s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x3 every 2s
90s call order-80 POST http://CLOUD-PAYMENT-SERVICE/payment/create
`);
const statesAt = (ms: number) => Object.fromEntries(processStates(scenario, ms));

it.each([
  [0, 'off', 'off'],
  [1_000, 'running', 'running'],
  [10_000, 'paused', 'running'],
  [13_000, 'paused', 'off'],
  [20_000, 'running', 'off'],
  [21_000, 'off', 'off'],
])('at %d ms 8001 is %s and 8002 is %s', (ms, one, other) => {
  expect(statesAt(ms)).toMatchObject({ 'payment-8001': one, 'payment-8002': other });
});

it('knows the conditions of a link, in either direction', () => {
  expect(linkState(scenario, 'payment-8003', 'order-80', 45_000)).toEqual({
    isCut: false,
    latencyMs: 200,
    lossPercent: 30,
  });
  expect(linkState(scenario, 'eureka-7001', 'payment-8003', 45_000).isCut).toBe(true);
  expect(linkState(scenario, 'eureka-7001', 'payment-8003', 50_000).isCut).toBe(false);
});

it('knows an override as long as it holds', () => {
  expect([21, 22, 30].map((s) => overrideOf(scenario, 'payment-8003', s * 1_000))).toEqual([
    undefined,
    'OUT_OF_SERVICE',
    undefined,
  ]);
});

it('tells the plot in steps', () => {
  const plot = plotOf(scenario).map((step) => `${step.at} ${stepText(step, english.events)}`);
  expect(plot).toEqual([
    '0 start eureka-7001',
    '1000 start payment-8001…8003',
    '2000 start order-80',
    '10000 pause payment-8001',
    '12000 kill payment-8002',
    '13000 resume payment-8002',
    '20000 resume payment-8001',
    '21000 stop payment-8001',
    '22000 status payment-8003 OUT_OF_SERVICE',
    '30000 status payment-8003 none',
    '40000 latency 200 ms order-80 – payment-8003',
    '41000 loss 30 % payment-8003 – order-80',
    '42000 cut payment-8001…8003 – eureka-7001',
    '50000 heal payment-8003 – eureka-7001',
    '60000 order-80 calls CLOUD-PAYMENT-SERVICE ×3',
    '90000 order-80 calls POST CLOUD-PAYMENT-SERVICE',
  ]);
});

it('marks in a picture what the registry does not know', async () => {
  const dies = shippedScenario('provider-dies-kept');
  const { clusters } = await new Run(dies, 'java').at(110_000);
  const { services } = withTruth(clusters['eureka-7001']!, processStates(dies, 110_000));
  expect(services[0]!.instances.map(({ label }) => label)).toEqual([':8001', ':8002', ':8003 ✕']);
});
