import type { PaceName } from '../cluster/pace.js';
import type { Moment } from '../run/moment.js';
import { Run } from '../run/run.js';
import { type ScenarioName, scenarioNames, shippedScenario } from './index.js';

const SECOND = 1_000;

/** Expectations of one scenario under one pace. */
class Scene {
  private readonly run: Run;

  constructor(
    readonly name: ScenarioName,
    readonly pace: PaceName,
  ) {
    this.run = new Run(shippedScenario(name), pace);
  }

  at(seconds: number): Promise<Moment> {
    return this.run.at(seconds * SECOND);
  }

  async end(): Promise<Moment> {
    return this.run.at(this.run.scenario.endMs);
  }
}

const portsOf = ({ calls }: Moment, from = 0, to = Infinity) =>
  calls
    .filter(({ at }) => at >= from * SECOND && at < to * SECOND)
    .map(({ target, outcome }) => `${outcome === 'ok' ? '' : '!'}${target?.slice(-4)}`)
    .join(' ');
const failuresOf = ({ calls }: Moment) => calls.filter(({ outcome }) => outcome === 'failed');
const listsIn = ({ listed }: Moment, registry: string) => Object.keys(listed[registry] ?? {});
const logged = ({ log }: Moment, text: string) =>
  log.filter((line) => line.level === 'process' && line.text.includes(text)).map(({ at }) => at / SECOND);

describe('one instance registers', () => {
  it.each(['java', 'ours'] as const)('is listed at once (%s)', async (pace) => {
    const scene = new Scene('one-instance-registers', pace);
    expect(listsIn(await scene.at(61), 'eureka-7001')).toEqual(['order-80']);
    expect(listsIn(await scene.at(61.01), 'eureka-7001')).toEqual(['order-80', 'payment-8001']);
  });

  it('is in the copy of a consumer within 60 s with Java, after response cache and polling', async () => {
    const scene = new Scene('one-instance-registers', 'java');
    expect((await scene.at(118)).copies['order-80']).toEqual(['order-80']);
    expect((await scene.at(120)).copies['order-80']).toEqual(['order-80', 'payment-8001']);
  });

  it('is in the copy of a consumer within 100 ms with ours', async () => {
    const scene = new Scene('one-instance-registers', 'ours');
    expect((await scene.at(61.1)).copies['order-80']).toEqual(['order-80', 'payment-8001']);
  });
});

describe('the second registry learns it', () => {
  it.each([
    ['java', 10.4, 10.6],
    ['ours', 10.01, 10.05],
  ] as const)('%s', async (pace, before, after) => {
    const scene = new Scene('second-registry-learns', pace);
    expect(listsIn(await scene.at(before), 'eureka-7002')).toEqual([]);
    expect(listsIn(await scene.at(after), 'eureka-7002')).toEqual(['payment-8001']);
    const { past } = await scene.at(after);
    const batches = past.filter(({ line, body }) => line.includes('batch') && body.includes('"Register"'));
    expect(batches.map(({ from }) => from)).toEqual(['eureka-7001']);
  });
});

describe('7001 dies', () => {
  it.each(['java', 'ours'] as const)(
    'and calls go on, and it copies all when it is back (%s)',
    async (pace) => {
      const scene = new Scene('registry-dies', pace);
      const dead = await scene.at(129);
      expect(portsOf(dead)).toBe('8001 8002 8001 8002 8001 8002 8001 8002');
      expect(dead.clusters['eureka-7002']?.registries.map(({ state }) => state)).toEqual([
        'stopped',
        'in-step',
      ]);
      expect(listsIn(dead, 'eureka-7002')).toEqual(['order-80', 'payment-8001', 'payment-8002']);
      expect(
        dead.past.some(
          ({ from, to, kind }) => from === 'payment-8001' && to === 'eureka-7002' && kind === 'heartbeat',
        ),
      ).toBe(true);
      // With ours the feed breaks; with Java the next heartbeat is refused.
      const turned = ({ log }: Moment) =>
        log.find(({ at, text }) => at > 60 * SECOND && text.startsWith('payment-8001 -> eureka-7002'))?.at ??
        0;
      const [from, to] = pace === 'java' ? [62, 63] : [60, 61];
      expect(turned(dead) / SECOND).toBeGreaterThan(from);
      expect(turned(dead) / SECOND).toBeLessThan(to);
      expect(listsIn(await scene.at(131), 'eureka-7001')).toEqual([
        'order-80',
        'payment-8001',
        'payment-8002',
      ]);
      expect(logged(await scene.end(), 'evicted')).toEqual([]);
    },
  );
});

describe('a provider dies', () => {
  it('and self-preservation keeps it with Java: every third call fails', async () => {
    const scene = new Scene('provider-dies-kept', 'java');
    const end = await scene.end();
    expect(listsIn(end, 'eureka-7001')).toContain('payment-8003');
    expect(listsIn(end, 'eureka-7002')).toContain('payment-8003');
    expect(end.preservation['eureka-7001']).toMatchObject({ isOn: true, received: 6, threshold: 8 });
    expect(portsOf(end, 400)).toBe('8001 8002 !8003 8001 8002 !8003 8001 8002 !8003');
    const [service] = end.clusters['eureka-7001']?.services ?? [];
    const dead = service?.instances.find(({ id }) => id === 'payment-8003');
    // The last heartbeat was at 91 s; a lease of 90 s lives for 180 s.
    expect(dead?.renewedAt).toBeGreaterThan(91 * SECOND);
    expect(dead!.expiresAt - dead!.renewedAt).toBe(180 * SECOND);
  });

  it('and is removed within a second with ours: no call fails', async () => {
    const scene = new Scene('provider-dies-kept', 'ours');
    const soon = await scene.at(101);
    expect(listsIn(soon, 'eureka-7001')).not.toContain('payment-8003');
    expect(listsIn(soon, 'eureka-7002')).not.toContain('payment-8003');
    expect(soon.copies['order-80']).not.toContain('payment-8003');
    expect(failuresOf(await scene.end())).toEqual([]);
  });
});

describe('13 instances, and one dies', () => {
  it('with Java it is evicted after its doubled lease, and called for up to 95 s more', async () => {
    const scene = new Scene('thirteen-instances', 'java');
    const end = await scene.end();
    const [evictedAt = 0] = logged(end, 'evicted CLOUD-PAYMENT-SERVICE/payment-8012');
    const lastHeartbeat = 92;
    expect(evictedAt - lastHeartbeat).toBeGreaterThan(180);
    expect(evictedAt - lastHeartbeat).toBeLessThanOrEqual(241);
    const lastFailure = (failuresOf(end).at(-1)?.at ?? 0) / SECOND;
    expect(lastFailure - evictedAt).toBeGreaterThan(60);
    expect(lastFailure - evictedAt).toBeLessThanOrEqual(95);
    expect(failuresOf(end).every(({ target }) => target === 'payment-8012')).toBe(true);
  });

  it('with ours it is removed within a second', async () => {
    const scene = new Scene('thirteen-instances', 'ours');
    expect(listsIn(await scene.at(101), 'eureka-7001')).not.toContain('payment-8012');
    expect(failuresOf(await scene.end())).toEqual([]);
  });
});

describe('a network cut of 30 %', () => {
  it.each(['java', 'ours'] as const)('evicts nobody: all ten stay listed and callable (%s)', async (pace) => {
    const scene = new Scene('network-cut', pace);
    const cut = await scene.at(700);
    expect(listsIn(cut, 'eureka-7001')).toHaveLength(10);
    expect(cut.preservation['eureka-7001']).toMatchObject({ isOn: true });
    expect(cut.clusters['eureka-7001']?.links.find(({ kind }) => kind === 'registers')?.state).toBe('cut');
    expect(portsOf(cut)).toBe('8001 8002 8003 8004 8005 8006 8007 8008 8009');
    const end = await scene.end();
    expect(end.preservation['eureka-7001']).toMatchObject({ isOn: false });
    expect(logged(end, 'evicted CLOUD')).toEqual([]);
    expect(logged(end, 'registering again')).toEqual([]);
  });
});

describe('the missing /', () => {
  it.each(['java', 'ours'] as const)('names the services that there are (%s)', async (pace) => {
    const [wrong, right] = (await new Scene('missing-slash', pace).end()).calls;
    expect(wrong).toMatchObject({ outcome: 'failed', tries: 0 });
    expect(wrong?.error).toContain('No instances available for CLOUD-PAYMENT-SERVICEpayment');
    expect(wrong?.error).toContain(
      'known services are CLOUD-ORDER-SERVICE, CLOUD-PAYMENT-SERVICE; a / is missing',
    );
    expect(right).toMatchObject({ outcome: 'ok', target: 'payment-8001' });
  });
});

describe('no balancer', () => {
  it.each(['java', 'ours'] as const)('calls one address, whatever runs and is listed (%s)', async (pace) => {
    const end = await new Scene('no-balancer', pace).end();
    expect(portsOf(end, 0, 70)).toBe('8001 8001 8001 8001');
    expect(portsOf(end, 70, 100)).toBe('!8001 !8001 !8001 !8001');
    expect(portsOf(end, 100)).toBe('8002 8002 8002 8002');
    expect(listsIn(end, 'eureka-7001')).toEqual(['order-80', 'payment-8002']);
  });
});

describe('rotation', () => {
  it.each(['java', 'ours'] as const)('goes to each in turn (%s)', async (pace) => {
    const end = await new Scene('rotation', pace).end();
    expect(portsOf(end, 0, 70)).toBe('8001 8002 8003 8001 8002 8003');
    expect([...new Set(portsOf(end, 165).split(' '))].sort()).toEqual(['8001', '8002', '8003', '8004']);
    expect(portsOf(end, 72, 100).includes('8004')).toBe(pace === 'ours');
  });
});

describe('a retry that must not happen', () => {
  const tries = ({ calls }: Moment) =>
    calls.map(({ method, outcome, tries: count }) => `${method} ${outcome} ${count}`);

  it('repeats what may be repeated, and no POST that may have arrived, with ours', async () => {
    const end = await new Scene('retry-must-not-happen', 'ours').end();
    expect(tries(end).slice(0, 4)).toEqual(['POST failed 1', 'GET ok 1', 'GET ok 1', 'GET ok 2']);
    expect(end.calls[0]?.error).toContain('it is not sent twice');
    // A refused connection carried nothing.
    expect(tries(end).slice(-2).sort()).toEqual(['POST ok 1', 'POST ok 2']);
    expect(end.past.filter(({ line }) => line.startsWith('POST /payment/create'))).toHaveLength(4);
  });

  it('repeats nothing with Java', async () => {
    const end = await new Scene('retry-must-not-happen', 'java').end();
    expect(end.calls.every(({ tries: count }) => count === 1)).toBe(true);
    expect(tries(end).slice(0, 4)).toEqual(['POST failed 1', 'GET ok 1', 'GET ok 1', 'GET failed 1']);
    expect(tries(end).slice(-2).sort()).toEqual(['POST failed 1', 'POST ok 1']);
  });
});

describe('a restart within the lease', () => {
  it('is noticed by nobody with Java, and calls in between fail', async () => {
    const scene = new Scene('restart-within-lease', 'java');
    expect(listsIn(await scene.at(89), 'eureka-7001')).toContain('payment-8002');
    const end = await scene.end();
    expect(portsOf(end, 70, 90)).toBe('8001 !8002 8001 !8002 8001 !8002 8001 !8002');
    expect(portsOf(end, 90)).toBe('8001 8002 8001 8002');
  });

  it('is a removal and an addition with ours, and no call fails', async () => {
    const scene = new Scene('restart-within-lease', 'ours');
    expect(listsIn(await scene.at(71), 'eureka-7001')).not.toContain('payment-8002');
    const end = await scene.end();
    expect(failuresOf(end)).toEqual([]);
    expect(portsOf(end, 90)).toContain('8002');
  });
});

describe('a rolling update', () => {
  it('costs calls with Java, and none with ours', async () => {
    const [java, ours] = await Promise.all(
      (['java', 'ours'] as const).map((pace) => new Scene('rolling-update', pace).end()),
    );
    expect(failuresOf(ours!)).toEqual([]);
    expect(failuresOf(java!).length).toBeGreaterThan(5);
    for (const end of [java!, ours!]) {
      expect(end.calls).toHaveLength(160);
      expect(listsIn(end, 'eureka-7002')).toEqual([
        'order-80',
        'payment-8001',
        'payment-8002',
        'payment-8003',
      ]);
    }
  });
});

it('has a title and an explanation in both languages, for each of twelve', () => {
  expect(scenarioNames).toHaveLength(12);
  for (const name of scenarioNames) {
    const { title, text } = shippedScenario(name);
    for (const each of [title, text]) {
      expect(each.en.length).toBeGreaterThan(5);
      expect(each.zh).toMatch(/\p{Script=Han}/u);
      expect(each.en).not.toMatch(/\p{Script=Han}/u);
    }
  }
});
