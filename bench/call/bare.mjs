import {
  fixedList,
  leastResponseTime,
  LoadBalancer,
  powerOfTwo,
  randomChoice,
  roundRobin,
  sticky,
  weighted,
  zoneFirst,
} from '@eureka-nest/load-balancer';

const instances = (count) =>
  Array.from({ length: count }, (_, at) => ({
    instanceId: `payment${at}`,
    host: '10.0.0.1',
    port: 8001 + at,
    metadata: { zone: `z${at % 3}`, weight: String((at % 5) + 1) },
  }));

const strategies = {
  'round robin': () => roundRobin(),
  random: () => randomChoice(Math.random),
  weighted: () => weighted(),
  'power of two': () => powerOfTwo(Math.random),
  'least response time': () => leastResponseTime(Math.random),
  'sticky by key': () => sticky(roundRobin()),
  'zone first': () => zoneFirst({ zone: 'z1' }, () => roundRobin()),
};

/** Cases without HTTP: a whole call with an immediate response, and single picks. */
export function bareCases() {
  const attempt = async () => 'response';
  const balancer = new LoadBalancer({ source: fixedList({ payment: instances(3) }) });
  const call = { idempotent: true };
  const whole = {
    name: 'a call with an immediate response',
    calls: 20_000,
    pairs: 101,
    direct: attempt,
    balanced: () => balancer.run('payment', call, attempt),
  };
  return [whole, ...[3, 100].flatMap(picksOf)];
}

function picksOf(count) {
  const list = instances(count);
  return Object.entries(strategies).map(([name, strategy]) => {
    const balancer = new LoadBalancer({ source: fixedList({ payment: list }), strategy });
    let turn = 0;
    return {
      name: `a pick of ${count}: ${name}`,
      calls: 20_000,
      pairs: 101,
      direct: () => list[turn++ % count],
      balanced: () =>
        balancer.choose('payment', { key: name === 'sticky by key' ? `user-${turn++ % 1000}` : undefined }),
    };
  });
}
