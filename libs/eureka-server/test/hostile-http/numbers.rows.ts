import { ofGuest, post, put, withRawValue, withField } from './bytes.js';
import type { HostileRow } from './row.js';

const port = (text: string) => post(withRawValue('port', `{"$":${text},"@enabled":"true"}`));
const securePort = (text: string, enabled: boolean) =>
  post(withRawValue('securePort', `{"$":${text},"@enabled":"${enabled}"}`));
const disabledPort = (text: string) => securePort(text, false);
const lease = (text: string) =>
  post(withRawValue('leaseInfo', `{"renewalIntervalInSecs":${text},"durationInSecs":${text}}`));
const dirty = (text: string) => post(withRawValue('lastDirtyTimestamp', text));
const digits = '9'.repeat(400);

/** Status override of a registered instance. */
const forced = (query: string) => ofGuest(`/status?value=DOWN&lastDirtyTimestamp=${query}`);

/** Numbers that are none, that are too large, or that mean nothing. */
export const numberRows: readonly HostileRow[] = [
  ['a port of -1', port('-1'), 400, 'instance.port: no port has the number -1'],
  ['a port of 65536', port('65536'), 400, 'no port has the number 65536'],
  ['a port of 2147483648', port('2147483648'), 400, 'instance.port.$ must be'],
  ['a port of 1e400', port('1e400'), 400, 'instance.port.$ must be'],
  ['a port of 400 digits', port(digits), 400, 'instance.port.$ must be'],
  ['a port of 400 digits in a text', port(`"${digits}"`), 400, 'instance.port.$ must be'],
  ['a port of NaN', port('NaN'), 400, 'it must be JSON'],
  ['a port of NaN in a text', port('"NaN"'), 400, 'instance.port.$ must be'],
  ['a port of Infinity in a text', port('"Infinity"'), 400, 'instance.port.$ must be'],
  ['a port in words', port('"eighty"'), 400, 'instance.port.$ must be'],
  ['a port in another base', port('"0x50"'), 400, 'instance.port.$ must be'],
  ['a port in other digits', port('"\u0668\u0660"'), 400, 'instance.port.$ must be'],
  ['a port that is empty', port('""'), 400, 'instance.port.$ must be'],
  ['a port that is true', port('true'), 400, 'instance.port.$ must be'],
  ['a port that is a list', port('[80]'), 400, 'instance.port.$ must be'],
  ['a port that is a number alone', post(withField('port', 8080)), 204],
  ['a port that is a text alone', post(withField('port', '8080')), 400, 'instance.port must be'],
  [
    'a port with an unknown field',
    post(withField('port', { $: 80, open: true })),
    400,
    'instance.port must be',
  ],
  ['a disabled port of -1', disabledPort('-1'), 204],
  ['a disabled port of 65536', disabledPort('65536'), 204],
  ['a disabled port that is empty', disabledPort('""'), 204],
  ['a disabled port of 2147483648', disabledPort('2147483648'), 400, 'instance.securePort.$ must be'],
  ['an enabled secure port of -1', securePort('-1', true), 400, 'instance.securePort'],
  ['a fraction of a port in a text', port('"8080.9"'), 204],
  ['a port of 400 digits and a letter in a text', port(`"${digits}x"`), 400, 'instance.port.$ must be'],
  ['a fraction of a port', port('8080.9'), 204],
  ['a port with leading zeros in a text', port('"0080"'), 204],
  ['a port of -0', port('-0'), 204],

  ['a lease of -5 s', lease('-5'), 204],
  ['a lease of 0 s', lease('0'), 204],
  ['a lease of 0.5 s', lease('0.5'), 204],
  ['a lease of 2147483647 s', lease('2147483647'), 204],
  ['a lease of 2147483648 s', lease('2147483648'), 400, 'instance.leaseInfo.renewalIntervalInSecs must be'],
  ['a lease of 1e400 s', lease('1e400'), 400, 'instance.leaseInfo.renewalIntervalInSecs must be'],
  ['a lease of 400 digits', lease(digits), 400, 'instance.leaseInfo.renewalIntervalInSecs must be'],
  [
    'a lease in a thousand words',
    lease(`"${'x'.repeat(1_000)}"`),
    400,
    'instance.leaseInfo.renewalIntervalInSecs must be',
  ],
  ['a lease that is empty', lease('""'), 204],
  ['a fraction of a lease in a text', lease('"7.5"'), 204],
  ['a lease that is a list', post(withField('leaseInfo', [90])), 400, 'instance.leaseInfo must be'],

  ['a stamp of -1', dirty('-1'), 204],
  ['a stamp of 0', dirty('0'), 204],
  ['a fraction of a stamp', dirty('1.5'), 204],
  ['a stamp that is empty', dirty('""'), 204],
  ['a fraction of a stamp in a text', dirty('"1600000000123.456"'), 204],
  ['the last stamp of 53 bits', dirty('9007199254740991'), 204],
  ['a stamp of 54 bits', dirty('9007199254740992'), 400, 'lastDirtyTimestamp must be'],
  ['a stamp of 64 bits in a text', dirty('"9223372036854775807"'), 400, 'lastDirtyTimestamp must be'],
  ['a stamp of 1e400', dirty('1e400'), 400, 'lastDirtyTimestamp must be'],
  ['a stamp of -1e400', dirty('-1e400'), 400, 'lastDirtyTimestamp must be'],
  ['a stamp in words', dirty('"yesterday"'), 400, 'lastDirtyTimestamp must be'],
  ['a stamp that is an object', dirty('{}'), 400, 'lastDirtyTimestamp must be'],
  ['a country of 1e10', post(withField('countryId', 1e10)), 400, 'countryId must be'],

  ['a heartbeat’s stamp that is empty', put('apps/SHOP/web-1?lastDirtyTimestamp='), 400],
  ['a heartbeat’s stamp in words', put('apps/SHOP/web-1?lastDirtyTimestamp=yesterday'), 400],
  ['a heartbeat’s stamp of 400 digits', put(`apps/SHOP/web-1?lastDirtyTimestamp=${digits}`), 400],
  ['a heartbeat’s stamp of 1e3', put('apps/SHOP/web-1?lastDirtyTimestamp=1e3'), 400],
  ['a heartbeat’s stamp of NaN', put('apps/SHOP/web-1?lastDirtyTimestamp=NaN'), 400],
  ['a fraction of a heartbeat’s stamp', put('apps/SHOP/web-1?lastDirtyTimestamp=1.5'), 400],
  ['a heartbeat’s stamp of -1', put('apps/SHOP/web-1?lastDirtyTimestamp=-1'), 200],
  ['a heartbeat with an unknown status', put('apps/SHOP/web-1?status=ON_FIRE'), 200],
  ['a heartbeat with an unknown override', put('apps/SHOP/web-1?overriddenstatus=toString'), 200],
  ['a stamp beyond 53 bits to keep', forced('9007199254740993'), 400],
  ['a stamp beyond 64 bits to keep', forced('9999999999999999999'), 400],
  ['a stamp in words to keep', forced('yesterday'), 400],
  [
    'a stamp beyond 53 bits with an override’s end',
    ofGuest('/status?lastDirtyTimestamp=9223372036854775807', 'DELETE'),
    400,
  ],
  ['no status to force', ofGuest('/status'), 400],
  ['an empty status to force', ofGuest('/status?value='), 400],
  ['a status in lower case to force', ofGuest('/status?value=down'), 400],
  ['a status to force with a name of every object', ofGuest('/status?value=toString'), 400],
  ['two statuses to force, of which the first counts', ofGuest('/status?value=DOWN&value=toString'), 200],
  ['a status override of an unknown instance', put('apps/SHOP/absent/status?value=toString'), 404],
];
