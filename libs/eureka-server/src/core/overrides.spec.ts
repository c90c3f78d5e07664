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

  it('is kept for another hour by each look at it', () => {
    const overrides = new Overrides();
    overrides.set('payment8001', 'DOWN', 0);
    expect(overrides.get('payment8001', HOUR - 1)).toBe('DOWN');
    expect(overrides.get('payment8001', 2 * HOUR - 2)).toBe('DOWN');
    expect(overrides.get('payment8001', 3 * HOUR - 2)).toBeUndefined();
  });

  it('takes no memory once it is forgotten, though nobody asks for it', () => {
    const overrides = new Overrides();
    overrides.set('payment8001', 'DOWN', 0);
    overrides.set('payment8002', 'DOWN', 1);
    overrides.get('payment8001', 2);
    overrides.set('payment8003', 'DOWN', HOUR + 1);
    expect(overrides.size).toBe(2);
    expect(overrides.get('payment8001', HOUR + 1)).toBe('DOWN');
  });
});
