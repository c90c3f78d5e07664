import { DecodeError } from '../model/errors.js';
import { readXml, type XmlElement } from './read-xml.js';

const textOf = (document: string): string => readXml(document, 'a').text;

const errorOf = (document: string): DecodeError => {
  try {
    readXml(document, 'a');
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error('no DecodeError');
};

it('reads elements, attributes and texts', () => {
  const { children, attributes } = readXml('<a one="1"> <b>x</b><c two=\'&quot;2\'/> </a>', 'a');
  expect(attributes).toEqual({ one: '1' });
  expect(children.map(({ name, text }) => [name, text])).toEqual([
    ['b', 'x'],
    ['c', ''],
  ]);
  expect(children[1]?.attributes).toEqual({ two: '"2' });
});

describe('accepts', () => {
  it.each([
    ['a declaration', '<?xml version="1.0" encoding="UTF-8"?>\n<a>x</a>', 'x'],
    ['a byte order mark', '\uFEFF<a>x</a>', 'x'],
    ["XML's own entities", '<a>&lt;&gt;&amp;&quot;&apos;</a>', '<>&"\''],
    ['references to characters', '<a>&#65;&#x4e2d;&#x1F642;&#13;</a>', 'A中🙂\r'],
    ['comments', '<!-- 1 --><a>x<!-- <b> -->y</a><!-- 2 -->', 'xy'],
    ['processing instructions', '<?p q?><a>x<?p q?>y</a>', 'xy'],
    ['sections of raw text', '<a>x<![CDATA[<b>&amp;]]>y</a>', 'x<b>&amp;y'],
    ['white space around', ' \n<a>x</a>\n ', 'x'],
    ['line ends of any system, read as line feeds', '<a>1\r\n2\r3\n</a>', '1\n2\n3\n'],
    ['namespaces', '<a xmlns="urn:x" xmlns:p="urn:y" p:q="1"><p:b/>x</a>', 'x'],
    ['text around elements', '<a>x<b>no</b>y</a>', 'xy'],
    ['a name that sax itself calls', '<a hasOwnProperty="1" one="2" __proto__="3">x</a>', 'x'],
  ])('%s', (_what, document, text) => {
    expect(textOf(document)).toBe(text);
  });

  it('50 nested elements', () => {
    expect(readXml(`${'<a>'.repeat(50)}${'</a>'.repeat(50)}`, 'a').children).toHaveLength(1);
  });
});

describe('rejects', () => {
  it.each([
    ['nothing', '', 'there is none'],
    ['white space alone', ' \n ', 'there is none'],
    ['JSON', '{"a":1}', 'Non-whitespace before first tag. (line 1)'],
    ['another root', '<b/>', 'not <b>'],
    ['two roots', '<a/><a/>', 'there is more than one'],
    ['an element left open', '<a><b></b>', 'Unclosed root tag (line 1)'],
    ['elements crossed', '<a>\n<b><c></b></c></a>', 'Unexpected close tag (line 2)'],
    ['a document cut off in a name', '<a><b', 'Unclosed root tag (line 1)'],
    ['a document type', '<!DOCTYPE a><a/>', 'a document type is not taken'],
    ['one with entities', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', 'a document type is not taken'],
    ['one from elsewhere', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'a document type is not taken'],
    ['one in small letters', '<!doctype a><a/>', 'a document type is not taken'],
    ['one inside', '<a><!DOCTYPE a></a>', ''],
    ['another declaration', '<a><!ELEMENT b></a>', 'a document type is not taken'],
    ['one of an entity', '<a><!ENTITY e "x"></a>', ''],
    ['text behind the root', '<a/>x', 'Text data outside of root node. (line 1)'],
    ['raw text before it', '<![CDATA[x]]><a/>', 'there is text outside of it'],
    ['an entity of HTML', '<a>&nbsp;</a>', 'Invalid character entity (line 1)'],
    ['an entity that JavaScript knows', '<a>&constructor;</a>', 'Invalid character entity (line 1)'],
    ['another', '<a b="&__proto__;"/>', 'Invalid character entity (line 1)'],
    ['a reference to no character', '<a>&#0;</a>', 'Invalid character entity (line 1)'],
    ['half a character', '<a>&#xd800;</a>', 'Invalid character entity (line 1)'],
    ['a control character', '<a>\u0001</a>', 'there is a character that XML does not allow'],
    ['half a pair', '<a>\ud800</a>', 'there is a character that XML does not allow'],
    ['an attribute without quotes', '<a b=c/>', 'Unquoted attribute value (line 1)'],
    ['names as Hoxton writes them', '<a><a key>1</a key></a>', 'Attribute without value (line 1)'],
    ['51 elements in one another', '<a>'.repeat(51), 'deeper than 50 elements'],
  ])('%s', (_what, document, why) => {
    const { field, allowed } = errorOf(document);
    expect(field).toBe('a');
    expect(allowed).toContain(`the root element of an XML document: ${why}`);
  });

  it('100,000 nested elements, at once', () => {
    expect(errorOf('<a>'.repeat(100_000)).allowed).toContain('deeper');
  });

  it('long names with a short message', () => {
    const name = 'x'.repeat(100_000);
    for (const document of [`<${name}/>`, `<a></${name}></a>`, `<a ${name}/>`]) {
      expect(errorOf(document).message.length).toBeLessThan(250);
    }
  });
});

it('adds no inherited attribute to an element', () => {
  const { attributes } = readXml('<a __proto__="x" b="1"/>', 'a') as XmlElement;
  expect(attributes['polluted']).toBeUndefined();
  expect(({} as Record<string, unknown>)['b']).toBeUndefined();
});
