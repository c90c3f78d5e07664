import { isCovered, positionText, readPosition } from './change-position.js';

describe('a position in the change feed', () => {
  const position = { node: '1f3a9c02', number: 17 };

  it('is read as it was written', () => {
    expect(positionText(position)).toBe('1f3a9c02.17');
    expect(readPosition(positionText(position))).toEqual(position);
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
    undefined,
  ])('is not "%s"', (text) => expect(readPosition(text)).toBeUndefined());

  it('is covered by a later one of the same process, and by no other', () => {
    expect(isCovered(position, position)).toBe(true);
    expect(isCovered(position, { ...position, number: 18 })).toBe(true);
    expect(isCovered(position, { ...position, number: 16 })).toBe(false);
    expect(isCovered(position, { ...position, node: '2a' })).toBe(false);
    expect(isCovered(undefined, position)).toBe(false);
  });
});
