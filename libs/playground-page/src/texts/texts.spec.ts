import { english } from './en.js';
import { chinese } from './zh.js';

function leaves(table: object, path = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(table).flatMap(([name, text]) =>
    typeof text === 'object' ? leaves(text, `${path}${name}.`) : [[`${path}${name}`, text] as const],
  );
}

it('has the same texts in both languages', () => {
  const names = (table: object) => leaves(table).map(([name]) => name);
  expect(names(chinese)).toEqual(names(english));
});

it('differs, so that none is forgotten', () => {
  const zh = new Map(leaves(chinese));
  const same = leaves(english).filter(([name, text]) => typeof text === 'string' && zh.get(name) === text);
  expect(same.map(([name]) => name)).toEqual(['paces.java', 'paces.ours']);
});
