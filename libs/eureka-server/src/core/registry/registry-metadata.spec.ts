import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions } from './registry-options.js';
import { Registry } from './registry.js';

function aRegistry() {
  return { registry: new Registry(defaultRegistryOptions, manualClock(), () => 0) };
}

const payment = anInstance({ port: 8001, lastDirtyTimestamp: 100 });
const { app } = payment;
const id = 'payment8001';

describe('metadata', () => {
  it('is added to the existing entries, the first value of each key', () => {
    const { registry } = aRegistry();
    registry.register({ ...payment, metadata: { zone: 'z1', kept: 'yes' } }, 'client');
    const entries: [string, string][] = [
      ['zone', 'z2'],
      ['zone', 'z3'],
      ['new', '1'],
    ];
    const listed = registry.putMetadata(app, id, entries);
    expect(listed).toMatchObject({
      metadata: { zone: 'z2', kept: 'yes', new: '1' },
      lastDirtyTimestamp: 100,
    });
    expect(registry.reads.find(app, id)).toBe(listed);
  });

  it("is wiped by the owner's next registration", () => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    registry.putMetadata(app, id, [['new', '1']]);
    expect(registry.register(payment, 'client').metadata).toEqual({});
  });

  it('may come from a query string as it is, and may be none', () => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    expect(registry.putMetadata(app, id, new URLSearchParams('a=1&a=2'))?.metadata).toEqual({ a: '1' });
    expect(registry.putMetadata(app, id, [])?.metadata).toEqual({ a: '1' });
  });

  it('may have a key __proto__, which is a key like any other', () => {
    const { registry } = aRegistry();
    registry.register(payment, 'client');
    const metadata = registry.putMetadata(app, id, [['__proto__', 'harmless']])?.metadata ?? {};
    expect(Object.entries(metadata)).toEqual([['__proto__', 'harmless']]);
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
    expect(JSON.stringify(registry.reads.find(app, id)?.metadata)).toBe('{"__proto__":"harmless"}');
    expect(({} as Record<string, unknown>)['harmless']).toBeUndefined();
  });

  it('of an unknown instance is ignored', () => {
    const { registry } = aRegistry();
    expect(registry.putMetadata(app, id, [['new', '1']])).toBeUndefined();
    expect(registry.reads.size).toBe(0);
  });
});
