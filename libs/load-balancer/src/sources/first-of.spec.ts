import { fixedList } from '../core/instance-source.js';
import { firstOf } from './first-of.js';

describe('firstOf', () => {
  const one = fixedList({ payment: ['http://10.0.0.1:80'], order: [] });
  const other = fixedList({ payment: ['http://10.0.0.2:80'], order: ['http://10.0.0.3:80'] });

  it('takes the first source that has instances', () => {
    const both = firstOf(one, other);
    expect(both.instances('PAYMENT')).toBe(one.instances('payment'));
    expect(both.instances('order')).toBe(other.instances('order'));
    expect(both.instances('stock')).toEqual([]);
    expect(both.services()).toEqual(['payment', 'order']);
  });

  it('refreshes all sources, and fails if one fails', async () => {
    const refreshed: string[] = [];
    const refreshing = (name: string, error?: Error) => ({
      ...one,
      refresh: async () => {
        refreshed.push(name);
        if (error) throw error;
      },
    });
    await expect(
      firstOf(refreshing('a', new Error('a is gone')), refreshing('b')).refresh?.(),
    ).rejects.toThrow('a is gone');
    expect(refreshed).toEqual(['a', 'b']);
  });

  it('has the age of the oldest source', () => {
    expect(firstOf({ ...one, copyAgeMs: 5 }, other, { ...one, copyAgeMs: 9 }).copyAgeMs).toBe(9);
    expect(firstOf(one, other).copyAgeMs).toBeUndefined();
  });
});
