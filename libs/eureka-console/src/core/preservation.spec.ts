import type { ConsoleSelfPreservation } from '@eureka-nest/protocol/console';
import { preservationStory } from './preservation.js';

const calm: ConsoleSelfPreservation = {
  ...{ isEnabled: true, isOn: false, expectedClients: 11, expectedPerMinute: 22, thresholdPercent: 85 },
  ...{ threshold: 18, receivedLastMinute: 20, receivedThisMinute: 4, missing: 0 },
  ...{ expired: [], expiredCount: 0, evictionLimit: 1, evictsFrom: 7 },
};
const on: ConsoleSelfPreservation = { ...calm, isOn: true, receivedLastMinute: 4, missing: 15, banner: 'X' };

describe('the story of self-preservation', () => {
  it.each<[is: string, numbers: ConsoleSelfPreservation, instances: number]>([
    ['disabled', { ...on, isEnabled: false }, 10],
    ['empty', on, 0],
    ['off', calm, 10],
    ['small', { ...on, banner: undefined as never }, 6],
    ['on', on, 7],
    // No banner is shown before a full minute was counted and clients had time to register.
    ['starting', { ...on, receivedLastMinute: 0, banner: undefined as never }, 10],
    ['never', { ...on, threshold: 0, missing: -1 }, 10],
  ])('is %s', (is, numbers, instances) => expect(preservationStory(numbers, instances).is).toBe(is));

  it('says how many heartbeats and instances make the difference', () => {
    expect(preservationStory(calm, 10)).toMatchObject({ perClient: 2, spare: 1 });
    expect(preservationStory(on, 10).missingClients).toBe(8);
    expect(preservationStory({ ...on, expectedClients: 0 }, 10).missingClients).toBe(0);
    expect(preservationStory({ ...on, threshold: 0, missing: -1 }, 10).missingClients).toBe(0);
  });
});
