import { encoderOf } from '@eureka-nest/protocol';
import { guest, post, postXml } from './bytes.js';
import type { HostileRow } from './row.js';

const whole = encoderOf({ format: 'xml', detail: 'full', version: 'v2' }).instance(guest);
const withText = (text: string) => whole.replace('>odd-1<', `>${text}<`);
const withElement = (xml: string) => whole.replace('</instance>', `${xml}</instance>`);
const withMetadata = (xml: string) => withElement(`<metadata>${xml}</metadata>`);
const entities = (...declared: string[]) => `<!DOCTYPE instance [${declared.join('')}]>`;

/** Nine lines that would become a thousand million laughs. */
const laughs = ['<!ENTITY l0 "ha">'].concat(
  Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`),
);

const cuts: readonly HostileRow[] = [...whole.slice(0, -1).matchAll(/[<>/="]/g)].map(({ index }) => [
  `XML that ends after ${index + 1} of ${whole.length} bytes`,
  postXml(whole.slice(0, index + 1)),
  400,
  'request body',
]);

/** XML that is broken, that wants more than to be read, or that is no instance. */
export const xmlRows: readonly HostileRow[] = [
  ...cuts,
  ['no XML', postXml(''), 400, 'instance must be'],
  ['blanks for XML', postXml(' \n '), 400, 'instance must be'],
  ['JSON that is called XML', postXml('{"instance":{}}'), 400, 'instance must be'],
  [
    'another root element',
    postXml(whole.replaceAll('instance>', 'application>')),
    400,
    'not &lt;application&gt;',
  ],
  ['two root elements', postXml(whole + whole), 400, 'instance must be'],
  ['text behind the root element', postXml(`${whole}text`), 400, 'instance must be'],
  ['an unclosed element', postXml(withElement('<a>')), 400, 'instance must be'],
  ['elements that cross', postXml(withElement('<a><b></a></b>')), 400, 'instance must be'],
  ['an attribute without quotes', postXml(withElement('<a b=c/>')), 400, 'instance must be'],
  [
    'an attribute twice, of which the first counts',
    postXml(whole.replace('<port ', '<port enabled="false" ')),
    204,
  ],
  ['an empty instance element', postXml('<instance/>'), 400, 'instance.app must be'],
  ['no app element', postXml(whole.replace(/<app>.*<\/app>/, '')), 400, 'instance.app must be'],
  ['a port element of words', postXml(whole.replace('>8001<', '>eighty<')), 400, 'instance.port'],
  [
    'a lease element of words',
    postXml(withElement('<leaseInfo><durationInSecs>x</durationInSecs></leaseInfo>')),
    400,
    'durationInSecs',
  ],
  [
    'an element of an element for a text',
    postXml(withElement('<hostName><b>x</b></hostName>')),
    400,
    'Missing hostname',
  ],

  ['a document type', postXml(`<!DOCTYPE instance>${whole}`), 400, 'a document type is not taken'],
  [
    'a document type elsewhere',
    postXml(`<!DOCTYPE instance SYSTEM "http://127.0.0.1:9/x.dtd">${whole}`),
    400,
    'a document type is not taken',
  ],
  [
    'an entity of its own',
    postXml(entities('<!ENTITY e "odd-1">') + withText('&e;')),
    400,
    'a document type is not taken',
  ],
  [
    'an entity that is a file',
    postXml(entities('<!ENTITY e SYSTEM "file:///etc/passwd">') + withText('&e;')),
    400,
    'a document type is not taken',
  ],
  [
    'a parameter entity',
    postXml(entities('<!ENTITY % e SYSTEM "http://127.0.0.1:9/">', '%e;') + whole),
    400,
    'a document type is not taken',
  ],
  [
    'a thousand million laughs',
    postXml(entities(...laughs) + withText('&l9;')),
    400,
    'a document type is not taken',
  ],
  [
    'an entity of 50 kB, 20,000 times',
    postXml(entities(`<!ENTITY e "${'x'.repeat(50_000)}">`) + withText('&e;'.repeat(20_000))),
    400,
    'a document type is not taken',
  ],
  ['a document type within', postXml(withElement('<!DOCTYPE a>')), 400, 'instance must be'],
  ['a declaration within', postXml(withElement('<!ENTITY a "b">')), 400, 'instance must be'],
  ['an undeclared entity', postXml(withText('&e;')), 400, 'instance must be'],
  ['an entity of HTML', postXml(withText('&nbsp;')), 400, 'instance must be'],
  ['an entity with a name of every object', postXml(withText('&constructor;')), 400, 'instance must be'],
  ['an entity without an end', postXml(withText('&amp')), 400, 'instance must be'],
  ['an entity of 100 kB', postXml(withText(`&${'e'.repeat(100_000)};`)), 400, 'instance must be'],
  ['a reference to NUL', postXml(withText('&#0;')), 400, 'request body'],
  ['a reference to a control character', postXml(withText('&#x1;')), 400, 'request body'],
  ['a reference beyond Unicode', postXml(withText('&#x110000;')), 400, 'request body'],
  ['a reference to half of a pair', postXml(withText('&#xd83d;')), 400, 'request body'],
  ['a control character', postXml(withText('odd\u0001')), 400, 'a character that XML does not allow'],
  ['a NUL in XML', postXml(withText('odd\0')), 400, 'a character that XML does not allow'],
  [
    'XML that is no UTF-8',
    postXml(Buffer.from(withText('odd-\u00e9'), 'latin1')),
    400,
    'its text must be UTF-8',
  ],
  ['XML in UTF-16', postXml(Buffer.from(whole, 'utf16le')), 400, 'request body'],
  ['XML that says it is UTF-16', postXml(`<?xml version="1.0" encoding="UTF-16"?>${whole}`), 204],
  ['XML 1.1', postXml(`<?xml version="1.1"?>${whole}`), 204],
  ['a byte order mark before XML', postXml(`\uFEFF${whole}`), 204],

  ['CDATA for a text', postXml(withText('<![CDATA[odd-1]]>')), 204],
  ['CDATA that looks like elements', postXml(withText('<![CDATA[</instanceId><app>X</app>]]>')), 204],
  ['CDATA in pieces', postXml(withText('<![CDATA[od]]><![CDATA[d-1]]>')), 204],
  ['CDATA without an end', postXml(withText('<![CDATA[odd-1')), 400, 'instance must be'],
  ['CDATA before the root element', postXml(`<![CDATA[x]]>${whole}`), 400, 'instance must be'],
  ['the end of a CDATA section alone', postXml(withText(']]>')), 204],
  ['a processing instruction', postXml(`<?xml-stylesheet href="javascript:alert(1)"?>${whole}`), 204],
  ['a processing instruction without an end', postXml(`<?php ${whole}`), 400, 'instance must be'],
  ['a comment with two hyphens', postXml(`<!-- a -- b -->${whole}`), 400, 'instance must be'],
  ['a comment without an end', postXml(`<!-- ${whole}`), 400, 'instance must be'],
  ['a comment of 200 kB', postXml(`<!--${'x'.repeat(200_000)}-->${whole}`), 204],
  [
    'an inclusion',
    postXml(
      withElement(
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
      ),
    ),
    204,
  ],
  ['a namespace', postXml(whole.replace('<instance>', '<instance xmlns="http://127.0.0.1:9/">')), 204],

  [
    '100,000 attributes',
    () => postXml(withElement(`<a ${Array.from({ length: 100_000 }, (_, i) => `a${i}=""`).join(' ')}/>`)),
    204,
  ],
  ['an attribute of 100 kB', postXml(withElement(`<a b="${'x'.repeat(100_000)}"/>`)), 204],
  ['an element’s name of 100 kB', postXml(withElement(`<${'a'.repeat(100_000)}/>`)), 204],
  [
    '100,000 nested elements',
    postXml(withElement('<a>'.repeat(100_000) + '</a>'.repeat(100_000))),
    400,
    'deeper than 50',
  ],
  ['200,000 unknown elements', () => postXml(withElement('<a/>'.repeat(200_000))), 204],
  [
    '100,000 metadata elements',
    () => postXml(withMetadata(Array.from({ length: 100_000 }, (_, i) => `<k${i}/>`).join(''))),
    400,
    'instance.metadata: it has 100000 keys',
  ],
  ['200,000 references', () => postXml(withMetadata(`<a>${'&amp;'.repeat(200_000)}</a>`)), 204],

  [
    'metadata elements with names of every object',
    postXml(withMetadata('<__proto__>1</__proto__><constructor>2</constructor><toString>3</toString>')),
    204,
  ],
  [
    'metadata elements with escaped names of every object',
    postXml(withMetadata('<____proto____>1</____proto____><a_.0000/>')),
    400,
    'metadata',
  ],
  [
    'fields with names of every object',
    postXml(withElement('<__proto__><app>X</app></__proto__><constructor>1</constructor><hasOwnProperty/>')),
    204,
  ],
  [
    'attributes with names of every object',
    postXml(withElement('<a __proto__="1" constructor="2" hasOwnProperty="3" toString="4"/>')),
    204,
  ],
  [
    'a lease with names of every object',
    postXml(withElement('<leaseInfo><__proto__>1</__proto__><constructor>2</constructor></leaseInfo>')),
    204,
  ],

  ['XML in an unknown charset', post(whole, 'Content-Type: application/xml;charset=utf-16\r\n'), 415],
  ['XML of another type', post(whole, 'Content-Type: text/xml\r\n'), 415],
];
