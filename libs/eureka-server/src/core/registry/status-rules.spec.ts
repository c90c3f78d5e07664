import type { InstanceStatus } from '@eureka-nest/protocol';
import { effectiveStatus, statusRules, type StatusInputs } from './status-rules.js';

const ask = (question: Partial<StatusInputs>) =>
  effectiveStatus({ own: 'UP', from: 'client', override: () => undefined, ...question });

describe('the status rules', () => {
  it('stand in this order', () => {
    expect(statusRules.map(({ name }) => name)).toEqual(['downOrStarting', 'overridden', 'alreadyListed']);
  });

  it.each<InstanceStatus>(['DOWN', 'STARTING', 'UNKNOWN'])(
    'believe an instance that says %s, whatever else is known',
    (own) => {
      expect(ask({ own, listed: 'UP', override: () => 'OUT_OF_SERVICE' })).toBe(own);
    },
  );

  it.each<[own: InstanceStatus, override: InstanceStatus]>([
    ['UP', 'OUT_OF_SERVICE'],
    ['UP', 'DOWN'],
    ['OUT_OF_SERVICE', 'UP'],
  ])('let an operator turn %s into %s, whatever is listed and whatever the origin', (own, override) => {
    expect(ask({ own, listed: own, override: () => override })).toBe(override);
    expect(ask({ own, listed: own, from: 'peer', override: () => override })).toBe(override);
  });

  it.each<[own: InstanceStatus, listed: InstanceStatus]>([
    ['OUT_OF_SERVICE', 'UP'],
    ['UP', 'OUT_OF_SERVICE'],
  ])('do not let a client become %s while it is listed as %s; a peer may say so', (own, listed) => {
    expect(ask({ own, listed })).toBe(listed);
    expect(ask({ own, listed, from: 'peer' })).toBe(own);
  });

  it.each<InstanceStatus>(['DOWN', 'STARTING', 'UNKNOWN'])(
    'let a client go UP that is listed as %s',
    (listed) => {
      expect(ask({ listed })).toBe('UP');
    },
  );

  it('take an instance that is not listed at its word', () => {
    expect(ask({ own: 'OUT_OF_SERVICE' })).toBe('OUT_OF_SERVICE');
  });

  it('do not read the override, which would prolong it, if it does not matter', () => {
    const override = jest.fn();
    ask({ own: 'DOWN', override });
    expect(override).not.toHaveBeenCalled();
    ask({ own: 'UP', override });
    expect(override).toHaveBeenCalledTimes(1);
  });
});
