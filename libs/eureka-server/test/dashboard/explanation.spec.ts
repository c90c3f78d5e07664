import { explain } from '../../src/dashboard/explanation.js';
import { numbersFor } from './self-preservation-numbers.js';

describe('the explanation of self-preservation', () => {
  // One dead instance on a lone server with the defaults.
  it.each([
    [1, 3, 0, 'too-small'],
    [2, 5, 2, 'too-small'],
    [3, 6, 4, 'too-small'],
    [6, 11, 10, 'too-small'],
    [12, 22, 22, 'too-small'],
    [13, 23, 24, undefined],
    [16, 28, 30, undefined],
  ])(
    'with %i instances: threshold %i, %i heartbeats once one is dead, %s',
    (instances, threshold, left, reason) => {
      const explanation = explain(numbersFor({ instances, renewsLastMinute: left }), instances);
      expect(explanation?.reason).toBe(reason);
      if (explanation) expect(explanation).toMatchObject({ threshold, enoughInstances: 7 });
    },
  );

  it('is left out while expired instances are evicted', () => {
    expect(explain(numbersFor({ instances: 6, renewsLastMinute: 12 }), 6)).toBeUndefined();
  });

  it('has the number of missing heartbeats', () => {
    const explanation = explain(numbersFor({ instances: 100, renewsLastMinute: 160 }), 100);
    expect(explanation).toMatchObject({
      reason: 'too-few',
      threshold: 171,
      missing: 12,
      missingClients: 6,
      enoughInstances: 7,
    });
  });

  it.each([
    ['nothing is registered', { instances: 0 }, 'no-instances'],
    ['a threshold of 0 forbids eviction', { instances: 3, expectedClients: 0 }, 'no-expected-clients'],
    [
      'the clients of a large registry are still coming',
      { instances: 100, renewsLastMinute: 0, settled: false },
      'just-started',
    ],
    ['self-preservation is off', { instances: 3, enabled: false }, 'off'],
    ['self-preservation is off and enough heartbeats come', { instances: 100, enabled: false }, 'off'],
  ])('has a reason if %s', (_, situation, reason) => {
    expect(explain(numbersFor(situation), situation.instances)?.reason).toBe(reason);
  });

  it('names no number of instances if none is enough', () => {
    expect(explain(numbersFor({ instances: 3, percent: 1 }), 3)).not.toHaveProperty(
      'enoughInstances',
      expect.any(Number),
    );
  });
});
