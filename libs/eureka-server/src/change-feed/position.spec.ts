import { parsePosition, formatPosition } from './position.js';

describe('a position', () => {
  it('is read as it was written', () => {
    const position = { node: '1f3a9c02', number: 17 };
    expect(formatPosition(position)).toBe('1f3a9c02.17');
    expect(parsePosition(formatPosition(position))).toEqual(position);
  });

  it.each([
    '',
    '17',
    '.17',
    'a.',
    'a.-1',
    'a.1.5',
    'a b.1',
    'a.1e3',
    `a.${'9'.repeat(16)}`,
    `${'a'.repeat(65)}.1`,
  ])('is not "%s"', (text) => expect(parsePosition(text)).toBeUndefined());
});
