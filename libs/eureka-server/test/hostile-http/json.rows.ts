import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { asGzip, guest, post, raw, withRawValue, withField, without } from './bytes.js';
import type { HostileRow } from './row.js';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const whole = JSON.stringify(encodeInstanceDocument(guest));

/** Behind every brace, bracket, colon, comma and quotation mark but the last. */
const cuts: readonly HostileRow[] = [...whole.slice(0, -1).matchAll(/[{}[\]:,"]/g)].map(({ index }) => [
  `JSON that ends after ${index + 1} of ${whole.length} bytes`,
  post(whole.slice(0, index + 1)),
  400,
  'it must be JSON',
]);

const typed = (type: string) => `Content-Type: ${type}\r\n`;

/** JSON that is broken, or whole and something else than an instance. */
export const jsonRows: readonly HostileRow[] = [
  ...cuts,
  ['no body', post(''), 400, 'it must be JSON'],
  ['blanks', post(' \n\t'), 400, 'it must be JSON'],
  ['a comma too many', post(`${whole.slice(0, -1)},}`), 400, 'it must be JSON'],
  ['two documents', post(whole + whole), 400, 'it must be JSON'],
  ['comments', post(`/* hello */${whole}`), 400, 'it must be JSON'],
  ['single quotes', post(whole.replaceAll('"', "'")), 400, 'it must be JSON'],
  ['a line feed in a text', post(whole.replace('odd-1', 'odd\n1')), 400, 'it must be JSON'],
  ['an escape that is none', post(whole.replace('odd-1', 'odd\\x1')), 400, 'it must be JSON'],
  ['half an escape', post(whole.replace('odd-1', 'odd\\u12')), 400, 'it must be JSON'],
  ['null', post('null'), 400, 'instance must be'],
  ['true', post('true'), 400, 'instance must be'],
  ['a number', post('17'), 400, 'instance must be'],
  ['a text', post('"instance"'), 400, 'instance must be'],
  ['a list', post('[]'), 400, 'instance must be'],
  ['a list with an instance', post(`[${whole}]`), 400, 'instance must be'],
  ['no root', post('{}'), 400, 'instance must be'],
  ['another root', post(whole.replace('instance', 'application')), 400, 'instance must be'],
  ['an instance of null', post('{"instance":null}'), 400, 'instance must be'],
  ['an instance that is a list', post('{"instance":[]}'), 400, 'instance must be'],
  ['an instance that is a number', post('{"instance":1e400}'), 400, 'instance must be'],
  ['an empty instance', post('{"instance":{}}'), 400, 'instance.app must be'],
  ['XML that is called JSON', post('<instance><app>GUEST</app></instance>'), 400, 'it must be JSON'],
  ['a form that is called JSON', post('app=GUEST&hostName=x'), 400, 'it must be JSON'],

  ['no app', post(without('app')), 400, 'instance.app must be given'],
  ['an app that is null', post(withField('app', null)), 400, 'instance.app must be given'],
  ['an app that is empty', post(withField('app', '')), 400, 'Missing appName'],
  ['an app that is a list', post(withField('app', ['GUEST'])), 400, 'instance.app must be a text'],
  ['an app that is an object', post(withField('app', { a: 1 })), 400, 'instance.app must be a text'],
  ['another app than in the path', post(withField('app', 'OTHER')), 400, 'Mismatched appName'],
  ['no hostName', post(without('hostName')), 400, 'Missing hostname'],
  ['no ipAddr', post(without('ipAddr')), 400, 'Missing ip address'],
  ['no dataCenterInfo', post(without('dataCenterInfo')), 400, 'Missing dataCenterInfo'],
  ['a data center that is a text', post(withField('dataCenterInfo', 'MyOwn')), 400, 'dataCenterInfo must be'],
  [
    'a data center without a name',
    post(withField('dataCenterInfo', { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo' })),
    400,
    'Missing dataCenterInfo Name',
  ],
  [
    'a data center of an unknown class',
    post(withField('dataCenterInfo', { '@class': 'evil.Class', name: 'MyOwn' })),
    400,
    '@class',
  ],
  [
    'a data center of an unknown name',
    post(
      withField('dataCenterInfo', {
        '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo',
        name: 'constructor',
      }),
    ),
    400,
    'dataCenterInfo.name must be',
  ],
  ['metadata that is a list', post(withField('metadata', [])), 400, 'instance.metadata must be'],
  ['metadata that is a text', post(withField('metadata', 'a=b')), 400, 'instance.metadata must be'],
  ['metadata in metadata', post(withField('metadata', { a: { b: 1 } })), 400, 'instance.metadata.a must be'],
  ['a lease that is a number', post(withField('leaseInfo', 90)), 400, 'instance.leaseInfo must be'],
  ['a status that is an object', post(withField('status', {})), 400, 'instance.status must be'],
  ['a flag that is an object', post(withField('isCoordinatingDiscoveryServer', {})), 400, 'must be'],
  ['an unknown status', post(withField('status', 'ON_FIRE')), 204],
  ['a status in lower case', post(withField('status', 'up')), 204],
  ['a status that is a number', post(withField('status', 1)), 204],
  ['an unknown action', post(withField('actionType', 'EXPLODED')), 204],
  ['an unknown override', post(withField('overriddenStatus', 'toString')), 204],
  ['the same key twice', post(whole.replace('"app":"GUEST"', '"app":"OTHER","app":"GUEST"')), 204],
  [
    'the same key twice, the later one wrong',
    post(whole.replace('"app":"GUEST"', '"app":"GUEST","app":"OTHER"')),
    400,
    'Mismatched appName',
  ],
  ['an unknown field', post(withField('unknown', { port: [1, { port: 2 }] })), 204],

  ['100,000 brackets', post('['.repeat(100_000)), 400, 'request body'],
  ['100,000 brackets, closed', post('['.repeat(100_000) + ']'.repeat(100_000)), 400, 'request body'],
  [
    '50,000 nested objects',
    post(`${'{"instance":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
    400,
    'request body',
  ],
  [
    '100,000 nested lists in an unknown field',
    post(withRawValue('unknown', '['.repeat(100_000) + ']'.repeat(100_000))),
    400,
    'request body',
  ],
  [
    '100,000 nested objects in the metadata',
    post(withRawValue('metadata', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)),
    400,
    'request body',
  ],
  [
    '300,000 empty objects',
    post(`{"instance":[${'{},'.repeat(300_000)}{}]}`),
    400,
    'of 200000 values at most',
  ],

  ['bytes that are no text', post(Buffer.from([0xff, 0xfe, 0, 1, 0x80])), 400, 'its text must be UTF-8'],
  [
    'a name that is no UTF-8',
    post(Buffer.from(whole.replace('odd-1', 'odd-\u00e9'), 'latin1')),
    400,
    'its text must be UTF-8',
  ],
  ['UTF-16', post(Buffer.from(whole, 'utf16le')), 400, 'it must be JSON'],
  ['a byte order mark', post(`\uFEFF${whole}`), 204],
  ['half of a surrogate pair', post(withRawValue('vipAddress', '"\\ud83d"')), 400, 'vipAddress'],

  ['no content type', post(whole, ''), 415],
  ['an empty content type', post(whole, typed('')), 415],
  ['a form', post('a=b', typed('application/x-www-form-urlencoded')), 415],
  ['plain text', post(whole, typed('text/plain')), 415],
  ['JSON of another kind', post(whole, typed('application/vnd.api+json')), 415],
  ['a content type that is none', post(whole, typed(';;;')), 415],
  ['a content type of 8 kB', post(whole, typed(`application/${'x'.repeat(8_000)}`)), 415],
  ['a content type with a name of every object', post(whole, typed('constructor')), 415],
  ['an unknown charset', post(whole, typed('application/json;charset=utf-7')), 415],
  ['a charset with a name of every object', post(whole, typed('application/json;charset=__proto__')), 415],
  ['a charset without a value', post(whole, typed('application/json;charset=')), 415],

  ['gzip that is none', post(whole, asGzip), 400, 'it is not gzip'],
  ['gzip that ends early', post(gzipSync(whole).subarray(0, -9), asGzip), 400, 'it is not gzip'],
  [
    'gzip whose sum is wrong',
    post(Buffer.concat([gzipSync(whole).subarray(0, -8), Buffer.alloc(8)]), asGzip),
    400,
    'it is not gzip',
  ],
  ['nothing that is called gzip', post('', asGzip), 400, 'request body'],
  ['gzip in gzip', post(gzipSync(gzipSync(whole)), asGzip), 400, 'its text must be UTF-8'],
  ['gzip that is called nothing', post(gzipSync(whole)), 400, 'its text must be UTF-8'],
  [
    'gzip in another spelling',
    post(gzipSync(whole), `${typed('application/json')}Content-Encoding: X-GZip\r\n`),
    204,
  ],
  [
    'a compression that we do not know',
    post(brotliCompressSync(whole), `${typed('application/json')}Content-Encoding: br\r\n`),
    400,
    'its text must be UTF-8',
  ],
  ['a PUT with a body that is no JSON', raw('PUT /eureka/apps/SHOP/web-1', '{{{'), 200],
  [
    'a DELETE with a body of an unknown instance',
    raw('DELETE /eureka/apps/GUEST/absent', '{{{', asGzip),
    404,
  ],
  ['a GET with a body', raw('GET /eureka/apps/SHOP', whole), 200],
];
