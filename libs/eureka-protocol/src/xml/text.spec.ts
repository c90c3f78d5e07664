import { element, escapeText } from './text.js';

it.each([
  ['plain', 'plain'],
  ['<&>"\'', '&lt;&amp;&gt;&quot;&apos;'],
  [']]>', ']]&gt;'],
  ['&amp;', '&amp;amp;'],
  ['a\tb\nc', 'a\tb\nc'],
  ['a\r\n', 'a&#xd;\n'],
  ['é中🙂', 'é中🙂'],
  ['a\u0000b\u001f', 'a\uFFFDb\uFFFD'],
  ['\ud83d', '\uFFFD'],
  ['\ude42\ud83d', '\uFFFD\uFFFD'],
  ['\ufffe\uffff', '\uFFFD\uFFFD'],
  ['\u007f\u0085', '\u007f\u0085'],
])('%j is written %j', (text, written) => {
  expect(escapeText(text)).toBe(written);
});

it('writes an empty text as an empty element, and undefined as nothing', () => {
  expect(element('sid', '')).toBe('<sid></sid>');
  expect(element('sid', undefined)).toBe('');
});
