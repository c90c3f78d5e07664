import { anInstance } from '@eureka-nest/protocol/testing';
import { ChangeLog } from './change-log.js';
import { RegistryEntry } from '../registry/registry-entry.js';
import { grant } from '../registry/lease.js';

const hold = (instanceId: string, app = 'SHOP') =>
  new RegistryEntry(anInstance({ app, instanceId }), grant(90, 0));

const logOf = (most: number, ...ids: readonly string[]) => {
  const log = new ChangeLog(most);
  ids.forEach((id) => log.add(hold(id)));
  return log;
};

const idsSince = (log: ChangeLog, number: number) => log.since(number)?.map(({ id }) => id);

describe('the log of changes', () => {
  it('numbers them from 1', () => {
    expect(logOf(10).last).toBe(0);
    expect(logOf(10, 'a', 'b').last).toBe(2);
  });

  it('tells who changed after a number, oldest first', () => {
    const log = logOf(10, 'a', 'b', 'c');
    expect(idsSince(log, 0)).toEqual(['a', 'b', 'c']);
    expect(idsSince(log, 2)).toEqual(['c']);
    expect(idsSince(log, 3)).toEqual([]);
  });

  it('tells an instance once, at the place of its latest change', () => {
    expect(idsSince(logOf(10, 'a', 'b', 'a'), 0)).toEqual(['b', 'a']);
  });

  it('tells the latest holder of an id: who left and came back is there', () => {
    const log = new ChangeLog(10);
    const [left, back] = [hold('a'), hold('a')];
    log.add(left);
    log.add(back);
    expect(log.since(0)).toEqual([back]);
    expect(log.since(0)?.[0]).toBe(back);
  });

  it('keeps apart what two applications share', () => {
    const log = new ChangeLog(10);
    log.add(hold('one', 'SHOP'));
    log.add(hold('one', 'BILLING'));
    expect(log.since(0)).toHaveLength(2);
  });

  it('knows the latest alone, and says so', () => {
    const log = logOf(3, 'a', 'b', 'c', 'd', 'e');
    expect(idsSince(log, 2)).toEqual(['c', 'd', 'e']);
    expect(log.since(1)).toBeUndefined();
    expect(log.since(0)).toBeUndefined();
  });

  it('knows nothing of what is still to come', () => expect(logOf(3, 'a').since(2)).toBeUndefined());

  it('may keep none at all', () => {
    const log = logOf(0, 'a', 'b');
    expect([log.last, log.since(1), log.since(2)]).toEqual([2, undefined, []]);
  });
});
