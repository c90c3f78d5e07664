import type { ConsoleActivity } from '@eureka-nest/protocol/console';
import { filteredActivity } from './activity-filter.js';

const entries = [
  {
    number: 2,
    at: 2,
    kind: 'evicted',
    key: 'PAYMENT/8001',
    by: 'registry',
    detail: { reason: 'lease expired' },
  },
  { number: 1, at: 1, kind: 'registered', key: 'PAYMENT/8001', by: 'client', detail: {} },
] as const satisfies readonly ConsoleActivity[];

it.each([
  [{ kind: '', query: '' }, [2, 1]],
  [{ kind: 'registered', query: '' }, [1]],
  [{ kind: '', query: 'EXPIRED payment' }, [2]],
  [{ kind: 'registered', query: 'expired' }, []],
])('activity by %j', (filter, numbers) =>
  expect(filteredActivity(entries, filter).map(({ number }) => number)).toEqual(numbers),
);
