import { parseScenario, ScenarioError } from './parse-scenario.js';

const declared = `registry eureka-7001
provider payment-{8001..8003} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
`;

describe('a scenario', () => {
  it('is read line by line', () => {
    const { seed, endMs, nodes, events, title } = parseScenario(`
# a comment
seed 7
title en A title
title zh 标题
${declared}
12.5s kill payment-8003
200ms start payment-{8001..8002}
3m set self-preservation off
1s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x2 every 500ms
`);
    expect({ seed, endMs, title }).toEqual({ seed: 7, endMs: 240_000, title: { en: 'A title', zh: '标题' } });
    expect(nodes).toHaveLength(5);
    expect(events.map(({ at, kind }) => `${at} ${kind}`)).toEqual([
      '200 start',
      '200 start',
      '1000 call',
      '1500 call',
      '12500 kill',
      '180000 set',
    ]);
  });

  it.each([
    ['1s explode payment-8001', '"explode" is none of start, stop, kill, pause'],
    ['1s kill payment-9', 'payment-9 is not declared above; there are eureka-7001, payment-8001'],
    ['1s kill', 'the name of a process is missing'],
    ['1s kill payment-8001 now', '"now" is too much'],
    ['1h kill payment-8001', '"1h" is not a time such as 12.5s'],
    ['200m kill payment-8001', '200m is longer than 30 minutes'],
    ['1s loss payment-8001 eureka-7001 30', 'loss, such as 30%, must be a whole number from 0 to 100'],
    ['1s latency payment-8001 eureka-7001', '"" is not a time such as 12.5s'],
    ['1s cut payment-8001 eureka-7001 half', '"half" is not one-way'],
    ['1s call order-80 FETCH http://a/', 'write "call NAME GET http://SERVICE/path"'],
    ['1s status payment-8001 GONE', 'status "GONE" is none of UP, DOWN'],
    ['1s set lease-seconds 0', 'lease-seconds must be a whole number from 1 to 3600'],
    ['1s set retries maybe', 'retries is "on" or "off"'],
    ['1s set toString 1', '"toString" is none of heartbeat-seconds'],
    ['1s kill payment-8001 x600 every 1s', 'number of repetitions must be a whole number from 1 to 500'],
    ['provider payment CLOUD', '"payment" must end with its port'],
    ['provider payment-8001 CLOUD', 'payment-8001 is declared twice'],
    ['provider other-8001 CLOUD', 'the port of other-8001 is in use'],
    ['provider payment-8009', 'needs the name of its service'],
    ['registry eureka-7009 CLOUD', 'a registry has no service'],
    ['provider payment-{1..99} CLOUD', 'must name 1 to 40 processes'],
    ['title de Titel', 'write "title en …" or "title zh …"'],
    ['hello', '"hello" is neither a time such as 12.5s nor one of seed, end'],
    ['seed x', 'seed must be a whole number'],
  ])('refuses "%s"', (line, problem) => {
    const read = () => parseScenario(declared + line);
    expect(read).toThrow(ScenarioError);
    expect(read).toThrow(`line 4: `);
    expect(read).toThrow(problem);
  });
});
