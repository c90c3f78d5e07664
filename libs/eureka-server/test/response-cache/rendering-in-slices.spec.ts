import { type Encoder, encoderOf, type InstanceInfo, type WireForm } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { gunzipSync } from 'node:zlib';
import { textOf } from '../builders/rendered.js';
import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/registry/registry.js';
import { INSTANCES_PER_STEP } from '../../src/response-cache/application-texts.js';
import { ReadWriteCache } from '../../src/response-cache/read-write-cache.js';
import type { DocumentId, EncodedResponse, MaybeLater } from '../../src/response-cache/response-cache.js';
import { Slicer } from '../../src/response-cache/slicer.js';

const form: WireForm = { format: 'json', detail: 'full', version: 'v2' };
const encoder = encoderOf(form) as { listed: Encoder['listed'] };
const apps: DocumentId = { kind: 'apps' };

/** A slice lasts as long as the encoding of so many instances. */
const PER_SLICE = 40;

/**
 * A registry and its cache on an event loop that turns only when told to. Time is counted in
 * encoded instances, so that nothing here depends on the speed of a machine.
 */
function setUp() {
  const clock = manualClock();
  const registry = new Registry(defaultRegistryOptions, clock, () => 0);
  let encoded = 0;
  const { listed } = encoder;
  jest.spyOn(encoder, 'listed').mockImplementation((instance: InstanceInfo) => {
    encoded += 1;
    return listed(instance);
  });
  const turns: (() => void)[] = [];
  const slicer = new Slicer({
    budgetMs: PER_SLICE,
    now: () => encoded,
    nextTurn: (callback) => void turns.push(callback),
  });
  const cache = new ReadWriteCache(registry.reads, { clock, slicer });
  const slices: number[] = [];
  /** One turn of the event loop; promises settle at its end. */
  const turn = async () => {
    const before = encoded;
    turns.shift()?.();
    slices.push(encoded - before);
    await new Promise(setImmediate);
  };
  /** Turns until the response is there. */
  const arrived = async (
    response: MaybeLater<EncodedResponse | undefined>,
    beforeTurn = () => undefined as unknown,
  ) => {
    let isThere = false;
    void Promise.resolve(response).then(() => (isThere = true));
    await new Promise(setImmediate);
    for (let each = 0; !isThere; each++) {
      if (each > 1000) throw new Error('the reader starves');
      beforeTurn();
      await turn();
    }
    return textOf(await response);
  };
  const register = (app: number, id = 1, version = '1') =>
    registry.register(
      anInstance({ app: `APP-${app}`, instanceId: `i-${app}-${id}`, metadata: { version } }),
      'client',
    );
  const settle = () => turns.splice(0).forEach((each) => each());
  return {
    clock,
    registry,
    cache,
    slices,
    arrived,
    register,
    turn,
    turns,
    settle,
    encodedUntilNow: () => encoded,
  };
}

/** Leases are those of the time of encoding. */
const withoutRenewals = (text: string) => text.replace(/"lastRenewalTimestamp":\d+/g, '');

const instancesIn = (text: string) => text.split('"instanceId"').length - 1;

afterEach(() => jest.restoreAllMocks());

describe('a rendering in slices', () => {
  it.each<[string, DocumentId, number, number]>([
    ['many applications', apps, 100, 10],
    ['one large application', apps, 1, 1000],
    ['the delta', { kind: 'delta' }, 100, 10],
    ['the document of one application', { kind: 'app', name: 'APP-0' }, 1, 1000],
    ['the document of one vip', { kind: 'vip', name: 'app-0' }, 1, 1000],
    ['the document of one secure vip', { kind: 'svip', name: 'app-0' }, 1, 1000],
  ])('of %s encodes one step more than a slice at most between two turns', async (_, id, many, each) => {
    const { cache, register, arrived, slices, encodedUntilNow } = setUp();
    for (let app = 0; app < many; app++) for (let at = 0; at < each; at++) register(app, at);
    const response = cache.get(id, form);
    const first = encodedUntilNow();
    expect(instancesIn(await arrived(response))).toBe(1000);
    expect(Math.max(first, ...slices)).toBeLessThanOrEqual(PER_SLICE + INSTANCES_PER_STEP);
    expect(encodedUntilNow()).toBe(1000);
  });

  it('of four forms at once encodes no more between two turns', async () => {
    const { cache, register, arrived, slices } = setUp();
    for (let app = 0; app < 100; app++) for (let at = 0; at < 10; at++) register(app, at);
    const ids: DocumentId[] = [
      apps,
      { kind: 'delta' },
      { kind: 'vip', name: 'app-1' },
      { kind: 'app', name: 'APP-2' },
    ];
    await Promise.all(ids.map((id) => arrived(cache.get(id, form))));
    expect(Math.max(...slices)).toBeLessThanOrEqual(PER_SLICE + INSTANCES_PER_STEP);
  });

  it('shows one moment, and its hash code is of that moment', async () => {
    const { cache, registry, register, arrived } = setUp();
    for (let app = 0; app < 100; app++) register(app);
    const wanted = encoderOf(form).applications(registry.reads.applications());
    let app = 0;
    const actual = await arrived(cache.get(apps, form), () => {
      register(app, 2);
      registry.cancel(`APP-${99 - app}`, `i-${99 - app}-1`);
      registry.setStatus(`APP-${50 + app}`, `i-${50 + app}-1`, 'DOWN', { from: 'client' });
      app += 1;
    });
    expect(withoutRenewals(actual) === withoutRenewals(wanted)).toBe(true);
  });

  it('is shared by all who ask before the next change', async () => {
    const { cache, register, arrived, encodedUntilNow } = setUp();
    for (let app = 0; app < 100; app++) register(app);
    const readers = Array.from({ length: 20 }, () => cache.get(apps, form));
    await arrived(readers[19]);
    expect(new Set(await Promise.all(readers)).size).toBe(1);
    expect(encodedUntilNow()).toBe(100);
  });

  it('is followed by one more for all who ask after a change, with that change', async () => {
    const { cache, register, arrived, turn, encodedUntilNow } = setUp();
    for (let app = 0; app < 100; app++) register(app);
    const early = cache.get(apps, form);
    await turn();
    register(100);
    const late = [cache.get(apps, form), cache.get(apps, form)];
    register(101);
    const latest = cache.get(apps, form);
    expect(await arrived(early)).not.toContain('APP-100');
    expect(await arrived(latest)).toContain('APP-101');
    expect(await arrived(late[0])).toContain('APP-100');
    expect(new Set(await Promise.all([...late, latest])).size).toBe(1);
    expect(encodedUntilNow()).toBe(102);
  });

  it('ends although every application changes before every slice', async () => {
    const { cache, register, arrived } = setUp();
    for (let app = 0; app < 200; app++) register(app);
    let version = 1;
    const changeAll = () => {
      version += 1;
      for (let app = 0; app < 200; app++) register(app, 1, `v${version}.`);
    };
    expect(instancesIn(await arrived(cache.get(apps, form), changeAll))).toBe(200);
    const askedAt = version;
    const text = await arrived(cache.get(apps, form), changeAll);
    const shown = [...text.matchAll(/"version":"v(\d+)\."/g)].map(([, each]) => Number(each));
    expect(Math.min(...shown)).toBeGreaterThanOrEqual(askedAt);
    expect(new Set(shown).size).toBe(1);
  });

  it('finds no application if it left meanwhile, and an empty vip', async () => {
    const { cache, registry, register, arrived, turn } = setUp();
    for (let at = 0; at < 200; at++) register(1, at);
    const ids: DocumentId[] = [
      { kind: 'app', name: 'APP-1' },
      { kind: 'vip', name: 'app-1' },
    ];
    const first = ids.map((id) => cache.get(id, form));
    await turn();
    register(1, 0, '2');
    const second = ids.map((id) => cache.get(id, form));
    for (let at = 0; at < 200; at++) registry.cancel('APP-1', `i-1-${at}`);
    expect((await Promise.all(first.map((each) => arrived(each)))).map(instancesIn)).toEqual([200, 200]);
    await arrived(second[1]);
    expect(await second[0]).toBeUndefined();
    expect(textOf(await second[1])).toContain('"versions__delta":"-1"');
  });

  it('leaves nothing to do behind it', async () => {
    const { cache, register, arrived, turn, turns } = setUp();
    for (let app = 0; app < 100; app++) register(app);
    await arrived(cache.get(apps, form));
    await turn();
    await turn();
    expect(turns).toEqual([]);
    expect(cache.get(apps, form)).not.toBeInstanceOf(Promise);
  });

  it('compresses what it encoded', async () => {
    const { cache, register, arrived } = setUp();
    for (let app = 0; app < 100; app++) for (let at = 0; at < 10; at++) register(app, at);
    const text = await arrived(cache.get(apps, form));
    const response = await cache.get(apps, form);
    expect(gunzipSync(Buffer.concat(response?.gzip() ?? [])).toString()).toBe(text);
  });

  it('that failed leaves nothing behind: the next one shows all changes', async () => {
    const { cache, clock, register, arrived, settle } = setUp();
    for (const app of [1, 2]) register(app);
    await arrived(cache.get(apps, form));
    // Both are to be encoded again: one changed, and both are old.
    clock.advance(180_000);
    register(1, 1, 'blue');
    settle();
    const listed = jest.mocked(encoder.listed);
    const whole = listed.getMockImplementation();
    listed.mockImplementation((instance) => {
      if (instance.app === 'APP-2') throw new RangeError('out of memory');
      return whole?.(instance) ?? '';
    });
    expect(() => cache.get(apps, form)).toThrow('out of memory');
    listed.mockImplementation(whole);
    expect(await arrived(cache.get(apps, form))).toContain('blue');
  });
});
