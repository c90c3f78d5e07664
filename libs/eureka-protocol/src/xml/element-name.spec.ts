import { escapeName, unescapeName } from './element-name.js';

it.each([
  ['zone', 'zone'],
  ['management.port', 'management.port'],
  ['instance-id', 'instance-id'],
  ['_u', '__u'],
  ['my_key_', 'my__key__'],
  ['$d', '_-d'],
  ['a key', 'a_.0020key'],
  ['1abc', '_.0031abc'],
  ['a/b', 'a_.002fb'],
  ['-x', '_.002dx'],
  ['.x', '_.002ex'],
  ['a:b', 'a_.003ab'],
  ['xmlns', '_.0078mlns'],
  ['xmlns:x', 'xmlns_.003ax'],
  ['xml:lang', 'xml_.003alang'],
  [':x', '_.003ax'],
  ['x:', 'x_.003a'],
  ['xmlnsx', 'xmlnsx'],
  ['é', 'é'],
  ['区域', '区域'],
  ['🙂', '_.d83d_.de42'],
  ['__proto__', '____proto____'],
  ['<b>', '_.003cb_.003e'],
])('the key %p is encoded as <%s> and decoded again', (key, name) => {
  expect(escapeName(key)).toBe(name);
  expect(unescapeName(name)).toBe(key);
});

it.each([
  ['a:b:c', 'a_.003ab_.003ac'],
  // Letters since the fifth edition of XML 1.0, which Java's own parser and Go's do not follow.
  ['ᏸ\u200c', '_.13f8_.200c'],
])('%p is escaped although Java does not, because some readers stop at it', (key, name) => {
  expect(escapeName(key)).toBe(name);
  expect(unescapeName(name)).toBe(key);
});

it.each(['_', 'my_key', '_x', '_.00', '_.zzzz'])('%p is no escape and stays as it is', (name) => {
  expect(unescapeName(name)).toBe(name);
});
