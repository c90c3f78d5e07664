import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { ActivityLog } from './activity-log.js';

const payment = anInstance({ app: 'SHOP', instanceId: 'web-1' });

describe('the activity log', () => {
  let log: ActivityLog;
  beforeEach(() => {
    log = new ActivityLog(manualClock());
  });
  const last = () => log.since(log.last - 1)[0];

  it('keeps the last 1,000 entries, and finds those after a number', () => {
    for (let index = 0; index < 1_500; index++) log.server({ index: String(index) });
    expect([log.since(0).length, log.since(0)[0]?.number]).toEqual([1_000, 501]);
    expect(log.since(1_498).map(({ detail }) => detail['index'])).toEqual(['1498', '1499']);
    expect(log.since(1_500)).toEqual([]);
  });

  it('has the reason for which an instance left, and both statuses of a change', () => {
    log.left(payment, 'evicted', 'registry', 'no heartbeat for 184 s (lease 90 s)');
    expect(last()).toMatchObject({
      ...{ kind: 'evicted', key: 'SHOP/web-1', by: 'registry' },
      detail: { reason: 'no heartbeat for 184 s (lease 90 s)' },
    });
    log.registered({ ...payment, status: 'DOWN' }, 'UP', 'peer');
    expect(last()).toMatchObject({ kind: 'status', by: 'peer', detail: { from: 'UP', to: 'DOWN' } });
    log.overrideChanged(payment, 'OUT_OF_SERVICE', 'client');
    expect(last()).toMatchObject({ kind: 'override', detail: { removed: 'OUT_OF_SERVICE', to: 'UP' } });
    log.statusMerged('SHOP', 'web-1', 'DOWN', 'UNKNOWN');
    expect(last()).toMatchObject({ kind: 'status', by: 'peer', detail: { to: 'DOWN' } });
    log.selfPreservationChanged(true);
    expect(last()).toMatchObject({ kind: 'server', detail: { selfPreservation: 'on' } });
  });

  it('is the word of an operator for as long as that acts', () => {
    expect(log.as('operator ann', () => (log.metadataChanged(payment, [['color', 'blue']]), 7))).toBe(7);
    expect(last()).toMatchObject({ kind: 'metadata', by: 'operator ann', detail: { color: 'blue' } });
    log.metadataChanged(payment, [['color', 'red']]);
    expect(last()?.by).toBe('client');
  });

  it('bounds every text that a client chooses', () => {
    const long = (index: number) => `${index}`.padEnd(10_000, 'x');
    const entries = Array.from({ length: 100 }, (_, index) => [long(index), long(index)] as const);
    log.metadataChanged({ ...payment, instanceId: 'y'.repeat(10_000) }, entries);
    // A thousand of them are one event for each console that opens.
    expect(JSON.stringify(last()).length).toBeLessThan(2_000);
    expect(Object.keys(last()?.detail ?? {})).toHaveLength(2);
    log.metadataChanged(payment, [['k', long(1)]]);
    expect(last()?.detail['k']).toHaveLength(201);
    const short = Array.from({ length: 100 }, (_, index) => [`k${index}`, 'x'] as const);
    log.metadataChanged(payment, short);
    expect(Object.keys(last()?.detail ?? {})).toHaveLength(20);
  });
});
