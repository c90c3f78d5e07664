import { xmlOf } from '../cluster/xml-body.js';
import { logText } from '../cluster/event-log.js';
import { parseScenario } from '../scenario/parse-scenario.js';
import { withEvent } from '../scenario/scenario.js';
import { scenarioNames, shippedScenario } from '../scenarios/index.js';
import { Run } from './run.js';

const paces = ['java', 'ours'] as const;
const everything = scenarioNames.flatMap((name) => paces.map((pace) => [name, pace] as const));

const troubled = parseScenario(`
seed 77
registry eureka-{7001..7002}
provider payment-{8001..8003} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-{7001..7002}
1s start payment-{8001..8003}
2s start order-80
5s loss payment-8001 eureka-7001 40%
6s latency payment-8002 eureka-7001 300ms
10s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x40 every 1s
15s pause payment-8002
40s resume payment-8002
50s cut eureka-7001 eureka-7002
55s status payment-8003 OUT_OF_SERVICE
70s heal eureka-7001 eureka-7002
80s status payment-8003 none
90s kill eureka-7001
100s set heartbeat-seconds 5
120s start eureka-7001
`);

describe('a run', () => {
  it.each(everything)('of %s under %s is the same each time, whatever its steps', async (name, pace) => {
    const scenario = shippedScenario(name);
    const forward = await new Run(scenario, pace).at(scenario.endMs);
    const stepped = new Run(scenario, pace);
    for (let part = 1; part < 9; part++) await stepped.at((part / 9) * scenario.endMs);
    const { log } = await stepped.at(scenario.endMs);
    expect(log.map(logText)).toEqual(forward.log.map(logText));
  });

  it.each(paces)('goes back: a replay gives the same moment (%s)', async (pace) => {
    const run = new Run(troubled, pace);
    const times = [3, 12.345, 30, 52, 65, 91, 130].map((seconds) => seconds * 1_000);
    const forward = [];
    for (const ms of times) forward.push(await run.at(ms));
    for (const [index, ms] of [...times.entries()].reverse())
      expect(await run.at(ms)).toEqual(forward[index]);
  });

  it('differs with another seed', async () => {
    const [one, other] = await Promise.all(
      [troubled, { ...troubled, seed: 78 }].map(async (scenario) => new Run(scenario, 'java').at(60_000)),
    );
    expect(one!.log.map(logText)).not.toEqual(other!.log.map(logText));
  });

  it('is the same up to an event that is added', async () => {
    const added = withEvent(troubled, { at: 30_000, kind: 'kill', node: 'payment-8001' });
    const [before, after] = await Promise.all(
      [troubled, added].map((scenario) => new Run(scenario, 'ours').at(29_999)),
    );
    expect(after).toEqual(before);
  });

  it('steps from line to line of its log, and back', async () => {
    const run = new Run(shippedScenario('one-instance-registers'), 'java');
    const steps = [];
    for (let at: number | undefined = 0; at !== undefined; at = (await run.next(at))?.now) steps.push(at);
    const { log } = await run.at(run.scenario.endMs);
    expect(steps).toEqual([...new Set(log.map((line) => line.at))]);
    expect((await run.next(steps[1]!))?.now).toBe(steps[2]);
    await expect(run.at(-1)).rejects.toThrow('-1 is not a time of a run');
  });
});

describe('a moment', () => {
  it('has the messages in flight, with their text and the code that decides', async () => {
    const { messages } = await new Run(troubled, 'java').at(1_001);
    const registration = messages.find(({ kind, from }) => kind === 'register' && from === 'payment-8002');
    expect(registration).toMatchObject({
      to: 'eureka-7001',
      sentAt: 1_000,
      line: 'POST /eureka/apps/CLOUD-PAYMENT-SERVICE HTTP/1.1',
      headers: { 'content-type': 'application/json' },
      outcome: 'ok',
      decides: { file: 'libs/eureka-server/src/core/registry/registry.ts', symbol: 'Registry.register' },
    });
    expect(JSON.parse(registration!.body)).toMatchObject({
      instance: { instanceId: 'payment-8002', status: 'UP' },
    });
    expect(xmlOf(registration!)).toContain('<instanceId>payment-8002</instanceId>');
  });

  it('shows what happens to a paused, an overridden and a dead process', async () => {
    const run = new Run(troubled, 'ours');
    const paused = await run.at(30_000);
    expect(paused.calls.some(({ target, outcome }) => target !== 'payment-8002' && outcome === 'ok')).toBe(
      true,
    );
    expect(paused.listed['eureka-7001']).toHaveProperty('payment-8002');
    const split = await run.at(60_000);
    expect(split.listed['eureka-7001']).toMatchObject({ 'payment-8003': 'OUT_OF_SERVICE' });
    expect(split.listed['eureka-7002']).toMatchObject({ 'payment-8003': 'UP' });
    const healed = await run.at(79_000);
    expect(healed.listed['eureka-7002']).toMatchObject({ 'payment-8003': 'OUT_OF_SERVICE' });
    expect(healed.copies['order-80']).not.toContain('payment-8003');
    const dead = await run.at(95_000);
    expect(Object.keys(dead.clusters)).toEqual(['eureka-7002']);
    expect(dead.listed['eureka-7002']).toMatchObject({ 'payment-8003': 'UP' });
  });

  it('is data that does not change as the run goes on', async () => {
    const run = new Run(troubled, 'ours');
    const moment = await run.at(20_000);
    const copy = structuredClone(moment);
    await run.at(100_000);
    expect(moment).toEqual(copy);
  });
});
