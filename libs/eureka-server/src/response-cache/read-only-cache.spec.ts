import type { WireForm } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions } from '../core/registry/registry-options.js';
import { Registry } from '../core/registry/registry.js';
import type { DocumentId } from './response-cache.js';
import { ReadOnlyCache } from './read-only-cache.js';
import { ReadWriteCache } from './read-write-cache.js';

const json: WireForm = { format: 'json', detail: 'full', version: 'v2' };
const apps: DocumentId = { kind: 'apps' };
const shop: DocumentId = { kind: 'app', name: 'SHOP' };

/** At a full minute. */
const start = 1_750_000_020_000;

function ask() {
  const clock = manualClock(start);
  const registry = new Registry(defaultRegistryOptions, clock, () => 0);
  const answers = new ReadOnlyCache(new ReadWriteCache(registry.reads, { clock }), { clock });
  const hash = (form = json) => {
    const answer = answers.get(apps, form);
    return /"apps__hashcode":"(.*?)"/.exec(answer?.plain().join('') ?? '')?.[1];
  };
  return { clock, registry, answers, hash };
}

const web = (id: number) => anInstance({ app: 'SHOP', instanceId: `web-${id}` });

describe("the responses of Java's read-only cache", () => {
  it('do not change until the next full half minute, then show all changes', () => {
    const { clock, registry, hash } = ask();
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
    const { clock, registry, hash } = ask();
    clock.advance(29_999);
    expect(hash()).toBe('');
    registry.register(web(1), 'client');
    clock.advance(1);
    expect(hash()).toBe('UP_1_');
  });

  it('enter the cache when they are first read, form by form', () => {
    const { registry, hash } = ask();
    expect(hash()).toBe('');
    registry.register(web(1), 'client');
    expect(hash({ ...json, detail: 'compact' })).toBe('UP_1_');
    expect(hash()).toBe('');
  });

  it('remember for as long that an application is unknown', () => {
    const { clock, registry, answers } = ask();
    expect(answers.get(shop, json)).toBeUndefined();
    registry.register(web(1), 'client');
    clock.advance(29_999);
    expect(answers.get(shop, json)).toBeUndefined();
    clock.advance(1);
    expect(answers.get(shop, json)).toBeDefined();
    registry.cancel('SHOP', 'web-1');
    expect(answers.get(shop, json)).toBeDefined();
    clock.advance(30_000);
    expect(answers.get(shop, json)).toBeUndefined();
  });

  it('are renewed together, so that registry and delta show the same moment', () => {
    const { clock, registry, answers, hash } = ask();
    hash();
    answers.get({ kind: 'delta' }, json);
    clock.advance(30_000);
    registry.register(web(1), 'client');
    expect(hash()).toBe('UP_1_');
    registry.register(web(2), 'client');
    expect(answers.get({ kind: 'delta' }, json)?.plain().join('')).toContain('"UP_1_"');
  });

  it('have a configurable interval', () => {
    const clock = manualClock(start);
    const registry = new Registry(defaultRegistryOptions, clock, () => 0);
    const answers = new ReadOnlyCache(new ReadWriteCache(registry.reads, { clock }), {
      clock,
      updateIntervalMs: 1000,
    });
    answers.get(shop, json);
    registry.register(web(1), 'client');
    clock.advance(999);
    expect(answers.get(shop, json)).toBeUndefined();
    clock.advance(1);
    expect(answers.get(shop, json)).toBeDefined();
  });

  it('are dropped after ten minutes without a read; Java never drops one', () => {
    const { clock, answers, hash } = ask();
    hash();
    answers.get(shop, json);
    expect(answers.size).toBe(2);
    for (let half = 0; half < 20; half++) {
      clock.advance(30_000);
      hash();
    }
    expect(answers.size).toBe(1);
  });

  it('are limited in number and name length: the rest is not cached', () => {
    const { answers, registry } = ask();
    registry.register(web(1), 'client');
    answers.get({ kind: 'app', name: 'X'.repeat(257) }, json);
    expect(answers.size).toBe(0);
    for (let name = 0; name < 10_100; name++) answers.get({ kind: 'app', name: `NOBODY-${name}` }, json);
    expect(answers.size).toBe(10_000);
    expect(answers.get(shop, json)?.plain().join('')).toContain('web-1');
  });
});
