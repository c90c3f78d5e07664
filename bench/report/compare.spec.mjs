import { compared, comparison } from './compare.mjs';

const row = (ours, spread, more = {}) => ({ what: 'a heartbeat', unit: 'µs', ours, spread, ...more });
const before = row(10, [9, 11]);

describe('two runs', () => {
  it.each([
    ['the same figure', row(10, [9, 11]), 'same'],
    ['a higher one in an overlapping range', row(12, [11, 13]), 'same'],
    ['a change of a tenth beside the range', row(11, [11, 11.1]), 'same', row(10, [9.9, 10.1])],
    ['a higher one beside the range', row(12, [11.5, 13]), 'worse'],
    ['a lower one beside the range', row(8, [7, 8.5]), 'better'],
    ['a higher rate', row(12, [11.5, 13], { unit: '1/s' }), 'better'],
    ['a lower rate', row(8, [7, 8.5], { unit: '1/s' }), 'worse'],
    ['another share', row(8, [7, 8.5], { unit: '%' }), 'moved'],
    ['one round within a fifth', row(12, [12, 12]), 'same', row(10, [10, 10])],
    ['one round that is half as much again', row(15.1, [15.1, 15.1]), 'worse', row(10, [10, 10])],
    [
      'more than zero within the target',
      row(3, [3, 3], { isMet: true }),
      'same',
      row(0, [0, 0], { isMet: true }),
    ],
    [
      'more than zero over the target',
      row(99, [99, 99], { isMet: false }),
      'worse',
      row(0, [0, 0], { isMet: true }),
    ],
    [
      'a move that the bare server shares',
      row(13, [12, 14], { peers: { bare: 6 } }),
      'machine',
      row(10, [9, 11], { peers: { bare: 5 } }),
    ],
    [
      'a move that the bare server does not share',
      row(13, [12, 14], { peers: { bare: 5.2 } }),
      'worse',
      row(10, [9, 11], { peers: { bare: 5 } }),
    ],
    [
      'a move against the bare server',
      row(13, [12, 14], { peers: { bare: 4 } }),
      'worse',
      row(10, [9, 11], { peers: { bare: 5 } }),
    ],
  ])('with %s', (_, now, verdict, earlier = before) => {
    expect(comparison(now, earlier)?.verdict).toBe(verdict);
  });

  it('are compared by bench and row, and a new row with nothing', () => {
    const bench = (name, ...rows) => ({ name, rows });
    const [one, other] = compared(
      [bench('a', row(20, [20, 21]), row(1, [1, 1], { what: 'new' })), bench('b', row(20, [20, 21]))],
      [bench('a', before)],
    );
    expect(one.rows[0]).toMatchObject({ verdict: 'worse', change: 1, before: 10 });
    expect(one.rows[1]).not.toHaveProperty('verdict');
    expect(other.rows[0]).not.toHaveProperty('verdict');
  });
});
