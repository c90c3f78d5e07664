import { appsHashCode, hashCodeOfCounts } from './apps-hash-code.js';
import type { InstanceStatus } from './instance-info.js';

it.each<[statuses: InstanceStatus[], hash: string]>([
  [[], ''],
  [['UP'], 'UP_1_'],
  [['UP', 'DOWN', 'UP', 'OUT_OF_SERVICE'], 'DOWN_1_OUT_OF_SERVICE_1_UP_2_'],
  [
    ['UP', 'UNKNOWN', 'STARTING', 'OUT_OF_SERVICE', 'DOWN'],
    'DOWN_1_OUT_OF_SERVICE_1_STARTING_1_UNKNOWN_1_UP_1_',
  ],
])('counts %p by name of status as %p', (statuses, hash) => {
  expect(appsHashCode(statuses.map((status) => ({ status })))).toBe(hash);
});

it('accepts any iterable', () => {
  const lazily = function* () {
    yield { status: 'UP' } as const;
    yield { status: 'DOWN' } as const;
  };
  expect(appsHashCode(lazily())).toBe('DOWN_1_UP_1_');
});

it('is the same of counts', () =>
  expect(hashCodeOfCounts({ UP: 2, DOWN: 1, STARTING: 0 })).toBe('DOWN_1_UP_2_'));
