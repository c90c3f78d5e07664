import type { ConsoleEvents } from '@eureka-nest/protocol/console';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { providers, registries } from '../harness/app-names.js';
import { eventually } from '../harness/eventually.js';
import { get, post } from '../harness/http.js';
import { listed, up } from '../harness/registry-view.js';
import { balancedOver } from '../harness/rotation.js';
import { EventStream } from './harness/event-stream.js';
import { LabDemo, startLab } from './harness/lab-demo.js';

jest.setTimeout(240_000);

const [first, second, third] = providers;

const isAlive = (pid: number): boolean => {
  try {
    // A process that has ended, and whose parent does not ask, stays as a zombie.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('the lab of the demo', () => {
  let lab: LabDemo;
  const who = async (times: number) => (await lab.call(times)).map(({ port }) => port);
  const ports = () => providers.map((each) => lab.demo.port(each)).sort();
  const inRotation = (expected: readonly (typeof providers)[number][]) =>
    balancedOver(lab.demo, expected, 20_000);

  beforeAll(async () => {
    lab = await LabDemo.running();
  });
  afterAll(() => lab.close());

  it('shows the six processes, with the ids of theirs', async () => {
    const { processes, timings } = await lab.hello();
    expect(timings).toBe('fast');
    expect(processes.map(({ name, state, pid }) => [name, state, pid])).toEqual(
      processes.map(({ name }) => [name, 'running', lab.demo.process(name as typeof first).pid]),
    );
    expect(processes.map(({ kind }) => kind)).toEqual([
      'registry',
      'registry',
      'provider',
      'provider',
      'provider',
      'consumer',
    ]);
  });

  it('calls the consumer, and says who answered', async () => {
    await inRotation(providers);
    const calls = await lab.call(6);
    expect(calls.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(calls.map(({ port }) => port).sort()).toEqual([...ports(), ...ports()].sort());
    expect(calls.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('kills a provider: no call fails, and the time since then is shown', async () => {
    const { pid = 0 } = await lab.state(second);
    expect(await lab.act({ action: 'kill', name: second })).toMatchObject({ ok: true });
    expect(isAlive(pid)).toBe(false);
    expect(await lab.state(second)).toMatchObject({ state: 'killed' });
    const calls = await lab.call(6);
    expect(calls.every(({ status }) => status === 200)).toBe(true);
    expect(calls.every(({ sinceChangeMs = -1 }) => sinceChangeMs >= 0)).toBe(true);
    expect(calls.map(({ port }) => port)).not.toContain(lab.demo.port(second));
    expect(await lab.act({ action: 'kill', name: second })).toMatchObject({ ok: false });
    await eventually(async () => {
      const rows = await listed(lab.demo, 'eureka-7001', 'CLOUD-PAYMENT-SERVICE');
      expect(rows).toEqual(up(lab.demo, [first, third]));
    }, 5_000);
  });

  it('starts it again: it is back in the rotation, as a child of the lab', async () => {
    const log = await lab.events();
    expect(await lab.act({ action: 'start', name: second })).toMatchObject({ ok: true });
    const { pid = 0 } = await lab.isIn(second, 'running');
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(new RegExp(`^PPid:\\s+${lab.lab.pid}$`, 'm'));
    await inRotation(providers);
    expect(
      log.all<{ name: string; line: string }>('log').some(({ line }) => line.includes('listening on')),
    ).toBe(true);
    expect(await lab.act({ action: 'start', name: second })).toMatchObject({ ok: false });
    log.close();
  });

  it('makes a provider fail, and slow, and well again', async () => {
    const behave = (behaviour: { delayMs: number; failWith?: number }) =>
      lab.act({ action: 'behave', name: first, behaviour });
    await behave({ delayMs: 0, failWith: 500 });
    expect((await lab.call(6)).filter(({ status }) => status === 500)).toHaveLength(2);
    expect((await lab.state(first)).behaviour).toEqual({ delayMs: 0, failWith: 500 });
    await behave({ delayMs: 700 });
    const slow = await lab.call(6);
    expect(slow.filter(({ ms }) => ms >= 700).length).toBeGreaterThanOrEqual(1);
    await behave({ delayMs: 0 });
    expect((await lab.state(first)).behaviour).toBeUndefined();
    await inRotation(providers);
  });

  it('drains a provider: it is OUT_OF_SERVICE first, then stops, and comes back UP', async () => {
    expect(await lab.act({ action: 'drain', name: third })).toMatchObject({ ok: true });
    expect(await lab.state(third)).toMatchObject({ state: 'stopping' });
    const rows = await listed(lab.demo, 'eureka-7001', 'CLOUD-PAYMENT-SERVICE');
    expect(rows).toContain(`payment${lab.demo.port(third)} OUT_OF_SERVICE`);
    const calls = await lab.call(30);
    expect(calls.filter(({ status }) => status !== 200)).toEqual([]);
    await lab.isIn(third, 'stopped');
    await lab.act({ action: 'start', name: third });
    await lab.isIn(third, 'running');
    await inRotation(providers);
  });

  it('stops a registry, and starts it again, while calls go on', async () => {
    await lab.act({ action: 'stop', name: 'eureka-7001' });
    expect(await lab.state('eureka-7001')).toMatchObject({ state: 'stopped' });
    expect(new Set(await who(6)).size).toBe(3);
    await lab.act({ action: 'start', name: 'eureka-7001' });
    await lab.isIn('eureka-7001', 'running');
    await eventually(async () => {
      const rows = await listed(lab.demo, 'eureka-7001', 'CLOUD-PAYMENT-SERVICE');
      expect(rows).toEqual(up(lab.demo, providers));
    });
  });

  /** Waits until the console of a registry shows calls that go round. */
  const rotationSeenAt = async (registry: (typeof registries)[number]) => {
    const stream = await EventStream.open(lab.demo.url(registry, '/console/api/events'));
    try {
      await eventually(async () => {
        await lab.demo.ask('/consumer/payment/get/31');
        const calls = stream
          .all<ConsoleEvents['calls']>('calls')
          .flatMap(({ consumers }) => consumers.flatMap((each) => each.calls));
        const called = new Set(calls.filter(({ outcome }) => outcome === 'ok').map(({ target }) => target));
        expect([registry, called.size]).toEqual([registry, providers.length]);
        // With Java's timings the consumer may know of the providers only after its second fetch.
      }, 120_000);
    } finally {
      stream.close();
    }
  };

  it("restarts all with Java's timings, and with ours; either registry shows the calls", async () => {
    const envOf = async (name: typeof first) =>
      readFileSync(`/proc/${(await lab.state(name)).pid}/environ`, 'utf8').split('\0');
    for (const timings of ['classic', 'fast'] as const) {
      expect(await lab.act({ action: 'timings', timings })).toMatchObject({ ok: true });
      await eventually(async () => {
        const hello = await lab.hello();
        expect([hello.timings, ...hello.processes.map(({ state }) => state)]).toEqual([
          timings,
          ...Array<string>(6).fill('running'),
        ]);
        const isClassic = (await envOf(first)).includes('EUREKA_CLIENT_REGISTRY_FETCH_INTERVAL_SECONDS=30');
        expect(isClassic).toBe(timings === 'classic');
      }, 40_000);
      await Promise.all(registries.map(rotationSeenAt));
    }
    await inRotation(providers);
  });

  it('leaves another program alone that listens at the port of an app', async () => {
    await lab.act({ action: 'stop', name: third });
    const other = createServer();
    await new Promise<void>((done) => other.listen(lab.demo.port(third), '127.0.0.1', done));
    for (const action of ['kill', 'stop'] as const)
      expect(await lab.act({ action, name: third })).toMatchObject({ ok: false });
    expect(other.listening).toBe(true);
    await new Promise((done) => other.close(done));
    await lab.act({ action: 'start', name: third });
    await lab.isIn(third, 'running');
  });

  it('does nothing for a page of another origin, nor without the token of this start', async () => {
    const path = lab.url('/console/lab');
    const kill = { action: 'kill', name: first };
    const origin = { origin: lab.demo.url('eureka-7001', '') };
    expect((await get(path, { host: 'rebound.example' })).status).toBe(421);
    expect((await get(path, origin)).status).toBe(403);
    expect((await get(path, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post(`${path}/actions`, kill)).status).toBe(403);
    expect((await post(`${path}/actions`, kill, { 'Eureka-Nest-Lab': 'x' })).status).toBe(403);
    const { token } = await lab.hello();
    expect((await post(`${path}/actions`, kill, { ...origin, 'Eureka-Nest-Lab': token })).status).toBe(403);
    expect(await lab.state(first)).toMatchObject({ state: 'running' });
    expect((await get(lab.demo.url('eureka-7001', '/console/lab'))).status).toBe(404);
  });

  it('says in one line that its port is taken, and ends well', async () => {
    const late = startLab(lab.demo, lab.port, `${__dirname}/../../dist/late-lab`);
    expect(await late.exited).toEqual({ code: 0, signal: null });
    expect(late.lines).toEqual([expect.stringContaining(`port ${lab.port} is taken`)]);
  });

  it('streams to readers until its end, and ends with what it has started', async () => {
    const stream = await EventStream.open(lab.url('/console/lab/events'));
    const { processes } = await lab.hello();
    const pids = processes.map(({ pid = 0 }) => pid);
    const { tookMs } = await lab.lab.stop();
    expect(tookMs).toBeLessThan(5_000); // A second on an idle machine.
    await eventually(() => expect(stream.hasEnded).toBe(true));
    await eventually(() => expect(pids.filter(isAlive)).toEqual([]));
  });
});

it('ends what it has started even if it is killed', async () => {
  const lab = await LabDemo.running();
  await lab.act({ action: 'kill', name: first });
  await lab.act({ action: 'start', name: first });
  const { pid = 0 } = await lab.isIn(first, 'running');
  await lab.lab.kill();
  await eventually(() => expect(isAlive(pid)).toBe(false));
  expect(isAlive(lab.demo.process(second).pid)).toBe(true);
  await lab.close();
});
