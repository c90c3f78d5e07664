import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions } from '../core/registry/registry-options.js';
import { Registry } from '../core/registry/registry.js';
import type { ProbeResult } from './disconnect-verdict.js';
import { LivenessWatch } from './liveness-watch.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a feed connection that names an instance', () => {
  const clock = manualClock();
  let registry: Registry;
  let probes: string[];
  let removed: string[];
  let results: Map<string, ProbeResult | Promise<ProbeResult>>;
  let watch: LivenessWatch;

  const start = (hasLogin = false) => {
    registry = new Registry(defaultRegistryOptions, clock, () => 0);
    probes = [];
    removed = [];
    results = new Map();
    watch = new LivenessWatch({
      registry: registry.reads,
      renewalPercentThreshold: 0.85,
      clock,
      hasLogin,
      removeDead: (app, id) => void removed.push(`${app}/${id}`),
      probe: async (host, port) => {
        probes.push(`${host}:${port}`);
        return (await results.get(host)) ?? 'accepted';
      },
      pause: async (ms) => clock.advance(ms),
    });
    register('web-1', '10.0.0.1');
  };
  const register = (instanceId: string, ipAddr: string, hostName = 'web.example') =>
    registry.register(anInstance({ app: 'SHOP', instanceId, ipAddr, hostName }), 'client');
  const connection = (from: string, id = 'web-1') => ({ app: 'SHOP', id, from });
  const open = async (from: string, id?: string) => {
    watch.opened(connection(from, id));
    await settled();
  };
  const close = async (from: string, id?: string) => {
    clock.advance(1);
    watch.closed(connection(from, id));
    await settled();
  };
  beforeEach(() => start());

  it('speaks for it from its registered address', async () => {
    await open('::ffff:10.0.0.1');
    results.set('10.0.0.1', 'refused');
    await close('::ffff:10.0.0.1');
    expect(removed).toEqual(['SHOP/web-1']);
  });

  it('does not keep it alive from elsewhere, before or after its own', async () => {
    await open('10.6.6.6');
    await open('10.0.0.1');
    await open('10.6.6.6');
    results.set('10.0.0.1', 'refused');
    await close('10.0.0.1');
    expect(removed).toEqual(['SHOP/web-1']);
  });

  it('from elsewhere makes this server connect nowhere, and its end is no disconnect', async () => {
    await open('10.6.6.6');
    expect(probes).toEqual([]);
    await open('10.0.0.1');
    results.set('10.0.0.1', 'refused');
    await close('10.6.6.6');
    expect([probes, removed]).toEqual([['10.0.0.1:8001'], []]);
  });

  it('keeps it alive from elsewhere with a login, but is not followed by a probe', async () => {
    start(true);
    await open('10.6.6.6');
    expect(probes).toEqual([]);
    await open('10.0.0.1');
    results.set('10.0.0.1', 'refused');
    await close('10.0.0.1');
    await close('10.6.6.6');
    expect([probes, removed]).toEqual([['10.0.0.1:8001'], []]);
  });

  it('never has a host name resolved', async () => {
    register('named', '', 'localhost');
    register('odd', 'localhost', 'localhost');
    for (const id of ['named', 'odd']) {
      await open('127.0.0.1', id);
      watch.opened({ app: 'SHOP', id });
      await settled();
    }
    expect(probes).toEqual([]);
  });

  it('is followed to the new address of an instance that moved during a probe', async () => {
    let end: (result: ProbeResult) => void = () => undefined;
    results.set('10.0.0.1', new Promise((resolve) => (end = resolve)));
    await open('10.0.0.1');
    await open('10.0.0.2');
    register('web-1', '10.0.0.2');
    end('accepted');
    await settled();
    expect(probes).toEqual(['10.0.0.1:8001', '10.0.0.2:8001']);
  });

  it('of one that was killed is probed at once, behind 1,500 that are silent', async () => {
    await open('10.0.0.1');
    const never = new Promise<ProbeResult>(() => undefined);
    for (let each = 0; each < 1500; each++) {
      const ip = `10.1.${each >> 8}.${each & 255}`;
      register(`silent-${each}`, ip);
      results.set(ip, never);
      await open(ip, `silent-${each}`);
    }
    expect(probes).toHaveLength(101);
    results.set('10.0.0.1', 'refused');
    await close('10.0.0.1');
    expect(removed).toEqual(['SHOP/web-1']);
  });

  it('is looked at once at a time, however often it is opened and closed, and holds up no other', async () => {
    const ends: (() => void)[] = [];
    results.set('10.0.0.1', new Promise((resolve) => ends.push(() => resolve('silent'))));
    for (let each = 0; each < 1500; each++) {
      watch.opened(connection('10.0.0.1'));
      watch.closed(connection('10.0.0.1'));
    }
    await settled();
    expect(probes.length).toBeLessThanOrEqual(10);
    register('web-2', '10.0.0.2');
    await open('10.0.0.2', 'web-2');
    expect(probes.at(-1)).toBe('10.0.0.2:8001');
    const before = probes.length;
    ends.forEach((end) => end());
    for (let each = 0; each < 5; each++) await settled();
    // The probes that waited had no connection any more.
    expect(probes).toHaveLength(before);
  });

  it('that breaks again and again is investigated once at a time', async () => {
    await open('10.0.0.1');
    results.set('10.0.0.1', new Promise(() => undefined));
    for (let each = 0; each < 1500; each++) {
      watch.opened(connection('10.0.0.1'));
      clock.advance(1);
      watch.closed(connection('10.0.0.1'));
    }
    await settled();
    expect(probes.length).toBeLessThanOrEqual(11);
  });
});
