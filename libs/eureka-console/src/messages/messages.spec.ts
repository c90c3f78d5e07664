import { bytesText, durationText } from './duration.js';
import { english } from './en.js';
import { chinese } from './zh.js';

describe('durations', () => {
  it.each([
    [-5_000, '0 s'],
    [400, '0 s'],
    [12_300, '12 s'],
    [60_000, '1 min'],
    [95_000, '1 min 35 s'],
    [3_900_000, '1 h 5 min'],
    [90_000_000, '1 d 1 h'],
  ])('%d ms is %s', (ms, text) => expect(durationText(ms, ['d', 'h', 'min', 's'])).toBe(text));

  it('of memory are megabytes', () =>
    expect([bytesText(5 << 20), bytesText(64 << 20)]).toEqual(['5.0 MB', '64 MB']));
});

/** Names of all texts. */
function shape(table: object, path = ''): readonly string[] {
  return Object.entries(table).flatMap(([name, text]) =>
    typeof text === 'object' ? shape(text, `${path}${name}.`) : `${path}${name}`,
  );
}

describe('the two languages', () => {
  const words = (table: object) => shape(table).filter((name) => !/^activity\.details/.test(name));
  // Text that a table adds for codes of the wire may differ: English shows some codes as they are.
  const codes = /states\.stopped$/;

  it('have the same texts', () => {
    const names = (table: object) => words(table).filter((name) => !codes.test(name));
    expect(names(chinese)).toEqual(expect.arrayContaining([...names(english)]));
  });

  it('differ, so that none is forgotten', () => {
    const flat = (table: object): readonly unknown[] =>
      Object.values(table).flatMap((each) => (typeof each === 'object' ? flat(each) : [each]));
    const same = flat(english).filter((text) => typeof text === 'string' && flat(chinese).includes(text));
    expect(same).toEqual(expect.arrayContaining(['kill -9']));
    expect(same.filter((text) => !['–', 'IP', 'kill -9'].includes(text as string))).toEqual([]);
  });
});
