import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions } from '../core/registry/registry-options.js';
import { Registry } from '../core/registry/registry.js';
import { instanceView } from './instance-view.js';

describe('an instance as the console shows it', () => {
  const viewOf = (given: Parameters<typeof anInstance>[0]) => {
    const registry = new Registry(defaultRegistryOptions, manualClock(), () => 0);
    registry.register(anInstance(given), 'client');
    const [entry] = registry.reads.entries();
    return instanceView(entry!, undefined);
  };

  it('has its metadata as they are', () => {
    const metadata = { zone: 'eu', version: '1.2', text: 'x'.repeat(4_000), empty: '' };
    expect(viewOf({ metadata })).toMatchObject({ metadata, zone: 'eu', version: '1.2' });
  });

  it('is short, whatever was registered: 250 of them are one event', () => {
    const long = 'x'.repeat(5_000_000);
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`key-${index}`, 'value']));
    const odd: readonly Record<string, string>[] = [
      { a: 'b', zone: long, version: long, last: 'c' },
      { a: 'b', ...many },
    ];
    for (const metadata of odd) {
      const view = viewOf({
        metadata,
        vipAddress: long,
        secureVipAddress: long,
        homePageUrl: `http://${long}`,
      });
      expect(JSON.stringify(view).length).toBeLessThan(50_000);
      expect(view.metadata['a']).toBe('b');
      expect(view.homePageUrl).toBeUndefined();
    }
  });
});
