import { excerpt } from './excerpt.js';

describe('an excerpt', () => {
  it.each([
    ['short', 'short'],
    [' two\r\n\tlines ', 'two lines'],
    ['a\x1b[2J\x07\0\x7f\x85b', 'a [2J b'],
    ['left\u202eright', 'left right'],
    ['x'.repeat(100), 'x'.repeat(100)],
    ['x'.repeat(101), `${'x'.repeat(100)}…`],
    [`${'\n'.repeat(5_000)}x`, '…'],
  ])('of %j', (text, shown) => {
    expect(excerpt(text)).toBe(shown);
  });

  it('has the length that is asked for', () => {
    expect(excerpt('123456', 5)).toBe('12345…');
  });
});
