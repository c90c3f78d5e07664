import { encodeInstance } from '@eureka-nest/protocol';
import { guest, ofGuest, post, put, raw, withRawValue, withField } from './bytes.js';
import type { HostileRow } from './row.js';

/** A registration of an application that is called so. */
const postAs = (app: string): Buffer =>
  raw(
    `POST /eureka/apps/${encodeURIComponent(app)}`,
    JSON.stringify({ instance: { ...encodeInstance(guest), app } }),
  );

/** Property names that every JavaScript object has. */
const ofEveryObject = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf'];
const poison = `{${ofEveryObject.map((name) => `"${name}":"x"`).join(',')}}`;

const odd: readonly (readonly [what: string, name: string])[] = [
  ['with blanks', ' a  b '],
  ['that is one blank', ' '],
  ['with a slash', 'a/b'],
  ['that climbs', '../../etc/passwd'],
  ['with an escape in it', 'a%2Fb%00%zz'],
  ['with a question mark and a hash', 'a?b#c'],
  ['with a semicolon', 'a;b=c'],
  ['with quotation marks', `a"b'c\`d`],
  ['with angle brackets', '</td><script>alert(1)</script>'],
  ['with the end of a CDATA section', ']]>&amp;'],
  ['of emoji', '🙂👩‍👩‍👧'],
  ['from right to left', '\u202Eevil\u202C'],
  ['with a line separator', 'a\u2028b'],
  ['in Chinese', '支付'],
  ['of 1,024 characters', 'x'.repeat(1_024)],
];
const harmful: readonly (readonly [what: string, name: string])[] = [
  ['with a NUL', 'a\0b'],
  ['of two lines', 'a\r\nb'],
  ['with a control character', 'a\u0085b'],
  ['with U+FFFE', 'a\uFFFEb'],
  ['with half of a surrogate pair', 'a\uD83Db'],
  ['that is a dot', '.'],
  ['that is two dots', '..'],
  ['of 1,025 characters', 'x'.repeat(1_025)],
  ['of 10 kB', 'x'.repeat(10_000)],
];

/** Names that are odd but harmless, and names that would break a reader, a path or a page. */
export const nameRows: readonly HostileRow[] = [
  ...odd.map(([what, name]): HostileRow => [`an id ${what}`, post(withField('instanceId', name)), 204]),
  ...odd.map(([what, name]): HostileRow => [`an app ${what}`, postAs(name), 204]),
  ...odd.map(([what, name]): HostileRow => [`a vip ${what}`, post(withField('vipAddress', name)), 204]),
  ...odd.map(([what, name]): HostileRow => [`a host ${what}`, post(withField('hostName', name)), 204]),
  ...odd.map(
    ([what, name]): HostileRow => [`a key ${what}`, post(withField('metadata', { [name]: name })), 204],
  ),
  ...odd.map(([what, name]): HostileRow => [`a link ${what}`, post(withField('statusPageUrl', name)), 204]),
  ...harmful.map(
    ([what, name]): HostileRow => [
      `an id ${what}`,
      post(withField('instanceId', name)),
      400,
      'Harmful instance.instanceId',
    ],
  ),
  ...harmful
    .filter(([, name]) => !/\p{Cs}/u.test(name))
    .map(([what, name]): HostileRow => [`an app ${what}`, postAs(name), 400, 'Harmful instance.app']),
  ...harmful
    .filter(([, name]) => /[^.x]/.test(name))
    .map(
      ([what, name]): HostileRow => [
        `a key ${what}`,
        post(withField('metadata', { [name]: 'x' })),
        400,
        'Harmful instance.metadata',
      ],
    ),
  ['a key that is empty', post(withField('metadata', { '': 'x' })), 400, 'an empty key has no name'],
  ['a key of 10 kB', post(withField('metadata', { ['x'.repeat(10_000)]: 'x' })), 400, 'longer than 1024'],
  ['a link that is a script', post(withField('statusPageUrl', 'javascript:alert(1)')), 204],
  ['a vip of 10 kB', post(withField('vipAddress', 'x'.repeat(10_000))), 204],
  [
    'a vip of 130,000 names',
    post(withField('vipAddress', Array.from({ length: 130_000 }, (_, i) => i).join())),
    400,
    'instance.vipAddress: it names 130000 vips',
  ],
  [
    'a vip of 5,000 names',
    post(withField('vipAddress', Array.from({ length: 5_000 }, (_, i) => i).join())),
    204,
  ],

  ...ofEveryObject.map(
    (name): HostileRow => [`an id called ${name}`, post(withField('instanceId', name)), 204],
  ),
  ...ofEveryObject.map((name): HostileRow => [`an app called ${name}`, postAs(name), 204]),
  ...ofEveryObject.map(
    (name): HostileRow => [`a vip called ${name}`, post(withField('vipAddress', name)), 204],
  ),
  ...ofEveryObject.map(
    (name): HostileRow => [`a status called ${name}`, post(withField('status', name)), 204],
  ),
  ...ofEveryObject.map(
    (name): HostileRow => [`an unknown instance called ${name}`, put(`apps/${name}/${name}`), 404],
  ),
  ['metadata with names of every object', post(withRawValue('metadata', poison)), 204],
  [
    'metadata with a prototype',
    post(withRawValue('metadata', '{"__proto__":{"polluted":1}}')),
    400,
    '__proto__ must be',
  ],
  ['fields with names of every object', post(withRawValue('unknown', `1,${poison.slice(1, -1)}`)), 204],
  [
    'an instance with a prototype',
    post(withRawValue('unknown', '1,"__proto__":{"app":"X","polluted":1}')),
    204,
  ],
  [
    'a port with a prototype',
    post(withRawValue('port', '{"$":80,"__proto__":{"$":1}}')),
    400,
    'instance.port must be',
  ],
  ['a lease with a prototype', post(withRawValue('leaseInfo', '{"__proto__":{"durationInSecs":1}}')), 204],
  ['a root with a prototype', post(`{"__proto__":${withField('a', 1)}}`), 400, 'instance must be'],
  [
    'a data center with a prototype',
    post(withRawValue('dataCenterInfo', '{"__proto__":{"@class":"x"}}')),
    400,
    '__proto__ must be left out',
  ],
  [
    'an Amazon data center with names of every object',
    post(
      withRawValue(
        'dataCenterInfo',
        `{"@class":"com.netflix.appinfo.AmazonInfo","name":"Amazon","metadata":${poison}}`,
      ),
    ),
    204,
  ],

  ['a NUL in the path', raw('GET /eureka/apps/%00'), 404],
  ['a NUL behind an id', put('apps/SHOP/web-1%00'), 404],
  ['an escaped slash behind an id', put('apps/SHOP/web-1%2F'), 404],
  ['a line break in an id', put('apps/SHOP/web-1%0d%0aX:%20y'), 404],
  ['an id that was escaped twice', put('apps/SHOP/web%252D1'), 404],
  ['a path that climbs', raw('GET /eureka/apps/../../../etc/passwd'), 404],
  ['a path that climbs, escaped', raw('GET /eureka/apps/%2e%2e/%2e%2e/etc/passwd'), 404],
  ['empty segments', raw('GET /eureka//apps'), 404],
  ['an empty segment before the base', raw('GET //eureka/apps'), 200],
  ['empty segments before the base', raw('GET ////eureka/apps/SHOP'), 200],
  ['an empty segment before the base in a whole URL', raw('GET http://x//eureka/apps'), 200],
  ['a heartbeat below an empty segment', raw('PUT //eureka/apps/SHOP/absent'), 404],
  ['two slashes in a query', raw('GET /eureka/apps?a=//b'), 200],
  ['a name of every object in the path', raw('GET /eureka/apps/__proto__/constructor'), 404],
  ['a resource of every object', raw('GET /eureka/__proto__'), 404],
  ['a path of 8,000 characters', raw(`GET /eureka/apps/SHOP/${'x'.repeat(8_000)}`), 404],
  ['a path of 4,000 segments', raw(`GET /eureka${'/x'.repeat(4_000)}`), 404],
  ['a path of 4,000 semicolons', raw(`GET /eureka/apps${';'.repeat(4_000)}`), 200],
  ['a path of 4,000 escapes', raw(`GET /eureka/apps/${'%41'.repeat(4_000)}`), 404],

  ['an empty metadata key', ofGuest('/metadata?=x'), 400, 'an empty key'],
  ['a metadata key with a NUL', ofGuest('/metadata?a%00=x'), 400, 'a control character'],
  ['a metadata value that XML cannot hold', ofGuest('/metadata?a=%01'), 400, 'instance.metadata.a'],
  ['metadata keys of every object', ofGuest(`/metadata?${ofEveryObject.join('=x&')}=x`), 200],
  ['metadata of an unknown instance', put('apps/GUEST/absent/metadata?=x'), 404],
];

/**
 * Paths that cannot be decoded reach no resource: the router refuses them without a body, and it is
 * not logged.
 */
export const brokenPathRows: readonly HostileRow[] = [
  ['half an escape in the path', raw('GET /eureka/apps/%E0%A4%A'), 400],
  ['an escape that is none', raw('GET /eureka/apps/%zz'), 400],
  ['an escape that is none, in an id', put('apps/SHOP/web%'), 400],
  ['an escape of no UTF-8', put('apps/SHOP/%ff'), 400],
  ['an escape of half of a pair', put('apps/SHOP/%ED%A0%BD'), 400],
  ['an escape written at length', put('apps/SHOP/%c0%af'), 400],
];
