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

describe('the change log', () => {
  it('numbers them from 1', () => {
    expect(logOf(10).last).toBe(0);
    expect(logOf(10, 'a', 'b').last).toBe(2);
  });

  it('lists the instances changed after a number, oldest first', () => {
    const log = logOf(10, 'a', 'b', 'c');
    expect(idsSince(log, 0)).toEqual(['a', 'b', 'c']);
    expect(idsSince(log, 2)).toEqual(['c']);
    expect(idsSince(log, 3)).toEqual([]);
  });

  it('lists an instance once, at the place of its latest change', () => {
    expect(idsSince(logOf(10, 'a', 'b', 'a'), 0)).toEqual(['b', 'a']);
  });

  it('lists the latest instance of an id: one that left and came back is present', () => {
    const log = new ChangeLog(10);
    const [left, back] = [hold('a'), hold('a')];
    log.add(left);
    log.add(back);
    expect(log.since(0)).toEqual([back]);
    expect(log.since(0)?.[0]).toBe(back);
  });

  it('keeps instances of two applications with one id apart', () => {
    const log = new ChangeLog(10);
    log.add(hold('one', 'SHOP'));
    log.add(hold('one', 'BILLING'));
    expect(log.since(0)).toHaveLength(2);
  });

  it('has the latest changes alone, and returns undefined for older ones', () => {
    const log = logOf(3, 'a', 'b', 'c', 'd', 'e');
    expect(idsSince(log, 2)).toEqual(['c', 'd', 'e']);
    expect(log.since(1)).toBeUndefined();
    expect(log.since(0)).toBeUndefined();
  });

  it('returns undefined for a number that is still to come', () =>
    expect(logOf(3, 'a').since(2)).toBeUndefined());

  it('may have a capacity of 0', () => {
    const log = logOf(0, 'a', 'b');
    expect([log.last, log.since(1), log.since(2)]).toEqual([2, undefined, []]);
  });

  it('has only as many of the latest changes as their names fit into its size', () => {
    const log = new ChangeLog(10, 100);
    const long = 'x'.repeat(40);
    for (const id of ['a', 'b', 'c']) log.add(hold(`${id}${long}`));
    expect(log.since(0)).toBeUndefined();
    expect(idsSince(log, 1)).toEqual([`b${long}`, `c${long}`]);
    log.add(hold('x'.repeat(200)));
    expect([log.last, log.since(3), log.since(4)]).toEqual([4, undefined, []]);
    log.add(hold('d'));
    expect(idsSince(log, 4)).toEqual(['d']);
  });
});
