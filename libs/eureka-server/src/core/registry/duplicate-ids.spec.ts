import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { DuplicateIds } from './duplicate-ids.js';

const MINUTE = 60_000;
const at = (port: number, lastDirtyTimestamp = port) => anInstance({ app: 'SHOP', port, lastDirtyTimestamp });

function aWatch() {
  const clock = manualClock();
  const ids = new DuplicateIds(clock);
  const addresses = () => ids.all().map((each) => each.addresses);
  return { clock, ids, addresses };
}

describe('a shared id', () => {
  it('is reported at its first move, with its last addresses', () => {
    const { clock, ids } = aWatch();
    expect(ids.recordMove('web-1', at(1), at(2))).toBe(true);
    expect(ids.recordMove('web-1', at(2), at(1))).toBe(false);
    expect(ids.all()).toEqual([
      { app: 'SHOP', id: 'web-1', addresses: ['localhost:2', 'localhost:1'], at: clock() },
    ]);
  });

  it('is separate for each application', () => {
    const { ids } = aWatch();
    ids.recordMove('web-1', at(1), at(2));
    expect(ids.recordMove('web-1', { ...at(1), app: 'SHOPS' }, { ...at(2), app: 'SHOPS' })).toBe(true);
    expect(ids.all()).toHaveLength(2);
  });

  it('is forgotten ten minutes after the last sign of it', () => {
    const { clock, ids } = aWatch();
    ids.recordMove('web-1', at(1), at(2));
    clock.advance(6 * MINUTE);
    ids.recordMove('web-1', at(2), at(1));
    clock.advance(10 * MINUTE - 1);
    expect(ids.all()).toHaveLength(1);
    clock.advance(1);
    expect(ids.all()).toEqual([]);
    expect(ids.recordMove('web-1', at(1), at(2))).toBe(true);
  });

  it('is forgotten when the instance leaves', () => {
    const { ids } = aWatch();
    ids.recordMove('web-1', at(1), at(2));
    ids.remove('shop', 'web-1');
    expect(ids.all()).toEqual([]);
  });

  it.each([
    { stamp: 1, whose: 'the former one', isSign: true },
    { stamp: 2, whose: 'the listed one', isSign: false },
    { stamp: 3, whose: 'an unknown instance', isSign: false },
    { stamp: undefined, whose: 'a client that states none', isSign: false },
  ])('is seen again in a heartbeat of $whose: $isSign', ({ stamp, isSign }) => {
    const { clock, ids } = aWatch();
    ids.recordMove('web-1', at(1), at(2));
    clock.advance(9 * MINUTE);
    ids.recordHeartbeat('shop', 'web-1', stamp, 2);
    clock.advance(9 * MINUTE);
    expect(ids.all()).toHaveLength(isSign ? 1 : 0);
  });

  it('is not suspected for a heartbeat alone', () => {
    const { ids } = aWatch();
    ids.recordHeartbeat('SHOP', 'web-1', 1, 2);
    expect(ids.size).toBe(0);
  });

  it('has no more than the five latest addresses', () => {
    const { ids, addresses } = aWatch();
    for (let port = 1; port < 9; port++) ids.recordMove('web-1', at(port), at(port + 1));
    expect(addresses()).toEqual([[5, 6, 7, 8, 9].map((port) => `localhost:${port}`)]);
  });

  it('is dropped for a newer one once there are a thousand', () => {
    const { ids } = aWatch();
    for (let id = 0; id <= 1000; id++) ids.recordMove(`web-${id}`, at(1), at(2));
    expect(ids.size).toBe(1000);
    expect(ids.all()[0]?.id).toBe('web-1');
  });
});

it('shared ids take no more than a million characters', () => {
  const { ids } = aWatch();
  const named = (id: string) => `${id}-${'x'.repeat(100_000)}`;
  for (let index = 0; index < 20; index++) {
    const [one, other] = ['one', 'other'].map((name) => ({ ...at(index), hostName: named(name) }));
    if (one && other) ids.recordMove(named(`${index}`), one, other);
  }
  expect(ids.size).toBe(3);
});
