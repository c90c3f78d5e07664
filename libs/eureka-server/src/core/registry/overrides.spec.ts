import { Overrides } from './overrides.js';

const HOUR = 3_600_000;

describe('an override', () => {
  it('is kept until it is removed', () => {
    const overrides = new Overrides();
    overrides.set('payment8001', 'DOWN', 0);
    expect(overrides.get('payment8001', 1)).toBe('DOWN');
    expect(overrides.remove('payment8001', 2)).toBe('DOWN');
    expect(overrides.get('payment8001', 3)).toBeUndefined();
    expect(overrides.remove('payment8001', 4)).toBeUndefined();
  });

  it('is forgotten an hour after it was written', () => {
    const overrides = new Overrides();
    overrides.set('payment8001', 'DOWN', 0);
    expect(overrides.get('payment8001', HOUR)).toBeUndefined();
    expect(overrides.remove('payment8001', HOUR)).toBeUndefined();
  });

  it('is kept for another hour by each read', () => {
    const overrides = new Overrides();
    overrides.set('payment8001', 'DOWN', 0);
    expect(overrides.get('payment8001', HOUR - 1)).toBe('DOWN');
    expect(overrides.get('payment8001', 2 * HOUR - 2)).toBe('DOWN');
    expect(overrides.get('payment8001', 3 * HOUR - 2)).toBeUndefined();
  });

  it('takes no memory once it is forgotten, even if it is not read again', () => {
    const overrides = new Overrides();
    overrides.set('payment8001', 'DOWN', 0);
    overrides.set('payment8002', 'DOWN', 1);
    overrides.get('payment8001', 2);
    overrides.set('payment8003', 'DOWN', HOUR + 1);
    expect(overrides.size).toBe(2);
    expect(overrides.get('payment8001', HOUR + 1)).toBe('DOWN');
  });
});

describe('the time of an override', () => {
  it('is known of overrides that were set and of those that were removed', () => {
    const overrides = new Overrides();
    expect(overrides.setAt('payment8001', 0)).toBeUndefined();
    overrides.set('payment8001', 'DOWN', 10);
    expect(overrides.setAt('payment8001', 20)).toBe(10);
    overrides.remove('payment8001', 30);
    expect(overrides.setAt('payment8001', 40)).toBe(30);
    expect(overrides.all(40).size).toBe(0);
  });

  it('is the time that a peer reports, not that of the report', () => {
    const overrides = new Overrides();
    overrides.set('payment8001', 'DOWN', 100, 40);
    expect(overrides.setAt('payment8001', 100)).toBe(40);
    overrides.remove('payment8001', 200, 150);
    expect(overrides.setAt('payment8001', 200)).toBe(150);
    // The record is kept for an hour from the report on.
    expect(overrides.setAt('payment8001', 200 + HOUR - 1)).toBe(150);
    expect(overrides.setAt('payment8001', 200 + HOUR)).toBeUndefined();
  });

  it('does not count as a use when read', () => {
    const overrides = new Overrides();
    overrides.set('payment8001', 'DOWN', 0);
    overrides.setAt('payment8001', HOUR - 1);
    expect(overrides.setAt('payment8001', HOUR)).toBeUndefined();
  });

  it('is forgotten with the instance', () => {
    const overrides = new Overrides();
    overrides.set('payment8001', 'DOWN', 0);
    overrides.drop('payment8001');
    expect([overrides.size, overrides.setAt('payment8001', 1)]).toEqual([0, undefined]);
  });
});
