import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { defaultRegistryOptions } from './registry-options.js';
import { Registry } from './registry.js';

const payment = anInstance({ port: 8001 });
const { app } = payment;
const id = 'payment8001';

describe('the own status of an instance', () => {
  const registry = () => new Registry(defaultRegistryOptions, manualClock(), () => 0);

  it('is that of its last registration, whatever an operator says', () => {
    const own = registry();
    own.register(payment, 'client');
    own.setStatus(app, id, 'OUT_OF_SERVICE', { from: 'client' });
    expect(own.reads.entry(app, id)).toMatchObject({ status: 'OUT_OF_SERVICE', ownStatus: 'UP' });
    own.register(
      { ...payment, status: 'DOWN', lastDirtyTimestamp: payment.lastDirtyTimestamp + 1 },
      'client',
    );
    expect(own.reads.entry(app, id)).toMatchObject({ ownStatus: 'DOWN' });
  });

  it('survives a change of the metadata, and a registration that is older', () => {
    const own = registry();
    own.register(payment, 'client');
    own.setStatus(app, id, 'OUT_OF_SERVICE', { from: 'client' });
    own.putMetadata(app, id, [['color', 'blue']]);
    expect(own.reads.entry(app, id)?.ownStatus).toBe('UP');
    own.register(
      { ...payment, status: 'DOWN', lastDirtyTimestamp: payment.lastDirtyTimestamp - 1 },
      'client',
    );
    expect(own.reads.entry(app, id)?.ownStatus).toBe('UP');
  });
});
