import { anInstance } from '@eureka-nest/protocol/testing';
import { Registry } from './registry.js';
import { defaultRegistryOptions } from './registry-options.js';

const given = anInstance({ port: 8001 });
const id = 'payment8001';

/** Times of an instance as it is listed, after a change by a clock that moves with every reading. */
function timesAfter(change: (registry: Registry) => unknown) {
  let now = 1_795_500_000_000;
  const registry = new Registry(
    defaultRegistryOptions,
    () => (now += 1),
    () => 0,
  );
  change(registry);
  const listed = registry.reads.find(given.app, id);
  if (!listed) throw new Error('the instance is not listed');
  const { lastUpdatedTimestamp, leaseInfo } = listed;
  return { lastUpdatedTimestamp, ...leaseInfo };
}

describe('a change that takes place while a millisecond ends has one time', () => {
  it('a registration', () => {
    const times = timesAfter((registry) => registry.register(given, 'client'));
    expect(times.registrationTimestamp).toBe(times.lastUpdatedTimestamp);
    expect(times.lastRenewalTimestamp).toBe(times.lastUpdatedTimestamp);
    expect(times.serviceUpTimestamp).toBe(times.lastUpdatedTimestamp);
  });

  it('new metadata', () => {
    const times = timesAfter((registry) => {
      registry.register(given, 'client');
      registry.putMetadata(given.app, id, [['zone', 'b']]);
    });
    expect(times.registrationTimestamp).toBe(times.lastUpdatedTimestamp);
  });

  it('an override that makes an instance UP', () => {
    const times = timesAfter((registry) => {
      registry.register({ ...given, status: 'STARTING' }, 'client');
      registry.setStatus(given.app, id, 'UP', { from: 'client' });
    });
    expect(times.serviceUpTimestamp).toBe(times.lastUpdatedTimestamp);
  });
});
