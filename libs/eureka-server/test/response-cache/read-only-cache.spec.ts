import type { WireForm } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/registry/registry.js';
import { atOnce, rendered, textOf } from '../builders/rendered.js';
import type { DocumentId } from '../../src/response-cache/response-cache.js';
import { ReadOnlyCache } from '../../src/response-cache/read-only-cache.js';
import { ReadWriteCache } from '../../src/response-cache/read-write-cache.js';

const json: WireForm = { format: 'json', detail: 'full', version: 'v2' };
const apps: DocumentId = { kind: 'apps' };
const shop: DocumentId = { kind: 'app', name: 'SHOP' };

/** Start of a minute. */
const start = 1_750_000_020_000;

function setUp() {
  const clock = manualClock(start);
  const registry = new Registry(defaultRegistryOptions, clock, () => 0);
  const cache = new ReadOnlyCache(new ReadWriteCache(registry.reads, { clock, slicer: atOnce() }), { clock });
  const hash = (form = json) => {
    return /"apps__hashcode":"(.*?)"/.exec(textOf(rendered(cache.get(apps, form))))?.[1];
  };
  return { clock, registry, cache, hash };
}

const web = (id: number) => anInstance({ app: 'SHOP', instanceId: `web-${id}` });

describe("the responses of Java's read-only cache", () => {
  it('do not change until the next full half minute, then show all changes', () => {
    const { clock, registry, hash } = setUp();
    clock.advance(10_000);
    expect(hash()).toBe('');
    registry.register(web(1), 'client');
    registry.register(web(2), 'client');
    expect(hash()).toBe('');
    clock.advance(19_999);
    expect(hash()).toBe('');
    clock.advance(1);
    expect(hash()).toBe('UP_2_');
    registry.cancel('SHOP', 'web-1');
    clock.advance(29_999);
    expect(hash()).toBe('UP_2_');
    clock.advance(1);
    expect(hash()).toBe('UP_1_');
  });

  it('follow the wall clock, not the time of the first read', () => {
    const { clock, registry, hash } = setUp();
    clock.advance(29_999);
    expect(hash()).toBe('');
    registry.register(web(1), 'client');
    clock.advance(1);
    expect(hash()).toBe('UP_1_');
  });

  it('enter the cache when they are first read, form by form', () => {
    const { registry, hash } = setUp();
    expect(hash()).toBe('');
    registry.register(web(1), 'client');
    expect(hash({ ...json, detail: 'compact' })).toBe('UP_1_');
    expect(hash()).toBe('');
  });

  it('remember for as long that an application is unknown', () => {
    const { clock, registry, cache } = setUp();
    expect(cache.get(shop, json)).toBeUndefined();
    registry.register(web(1), 'client');
    clock.advance(29_999);
    expect(cache.get(shop, json)).toBeUndefined();
    clock.advance(1);
    expect(cache.get(shop, json)).toBeDefined();
    registry.cancel('SHOP', 'web-1');
    expect(cache.get(shop, json)).toBeDefined();
    clock.advance(30_000);
    expect(cache.get(shop, json)).toBeUndefined();
  });

  it('are renewed together, so that registry and delta show the same moment', () => {
    const { clock, registry, cache, hash } = setUp();
    hash();
    cache.get({ kind: 'delta' }, json);
    clock.advance(30_000);
    registry.register(web(1), 'client');
    expect(hash()).toBe('UP_1_');
    registry.register(web(2), 'client');
    expect(textOf(rendered(cache.get({ kind: 'delta' }, json)))).toContain('"UP_1_"');
  });

  it('have a configurable interval', () => {
    const clock = manualClock(start);
    const registry = new Registry(defaultRegistryOptions, clock, () => 0);
    const cache = new ReadOnlyCache(new ReadWriteCache(registry.reads, { clock, slicer: atOnce() }), {
      clock,
      updateIntervalMs: 1000,
    });
    cache.get(shop, json);
    registry.register(web(1), 'client');
    clock.advance(999);
    expect(cache.get(shop, json)).toBeUndefined();
    clock.advance(1);
    expect(cache.get(shop, json)).toBeDefined();
  });

  it('are dropped after ten minutes without a read; Java never drops one', () => {
    const { clock, cache, hash } = setUp();
    hash();
    cache.get(shop, json);
    expect(cache.size).toBe(2);
    for (let half = 0; half < 20; half++) {
      clock.advance(30_000);
      hash();
    }
    expect(cache.size).toBe(1);
  });

  it('are limited in number and name length: the rest is not cached', () => {
    const { cache, registry } = setUp();
    registry.register(web(1), 'client');
    cache.get({ kind: 'app', name: 'X'.repeat(257) }, json);
    expect(cache.size).toBe(0);
    for (let name = 0; name < 10_100; name++) cache.get({ kind: 'app', name: `UNKNOWN-${name}` }, json);
    expect(cache.size).toBe(10_000);
    expect(textOf(rendered(cache.get(shop, json)))).toContain('web-1');
  });
});
