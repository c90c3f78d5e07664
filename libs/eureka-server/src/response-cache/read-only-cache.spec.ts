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

describe("the answers of Java's read-only cache", () => {
  it('stand still until the next full half minute, then show all that happened', () => {
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

  it('go by the wall clock, not by when they were asked for', () => {
    const { clock, registry, hash } = ask();
    clock.advance(29_999);
    expect(hash()).toBe('');
    registry.register(web(1), 'client');
    clock.advance(1);
    expect(hash()).toBe('UP_1_');
  });

  it('are copied at once where they are asked for the first time, form by form', () => {
    const { registry, hash } = ask();
    expect(hash()).toBe('');
    registry.register(web(1), 'client');
    expect(hash({ ...json, detail: 'compact' })).toBe('UP_1_');
    expect(hash()).toBe('');
  });

  it('have none of an application for as long, after it was asked for too early', () => {
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

  it('are renewed together, so that all and the delta are of one moment', () => {
    const { clock, registry, answers, hash } = ask();
    hash();
    answers.get({ kind: 'delta' }, json);
    clock.advance(30_000);
    registry.register(web(1), 'client');
    expect(hash()).toBe('UP_1_');
    registry.register(web(2), 'client');
    expect(answers.get({ kind: 'delta' }, json)?.plain().join('')).toContain('"UP_1_"');
  });

  it('take another interval where one is wanted', () => {
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

  it('are forgotten when nobody asks for ten minutes; Java never forgets one', () => {
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

  it('are no way to fill the memory with names: the rest is answered and not kept', () => {
    const { answers, registry } = ask();
    registry.register(web(1), 'client');
    answers.get({ kind: 'app', name: 'X'.repeat(257) }, json);
    expect(answers.size).toBe(0);
    for (let name = 0; name < 10_100; name++) answers.get({ kind: 'app', name: `NOBODY-${name}` }, json);
    expect(answers.size).toBe(10_000);
    expect(answers.get(shop, json)?.plain().join('')).toContain('web-1');
  });
});
