import { ConnectFailedError } from '../errors.js';
import { classifyFailure, isIdempotent } from './failure.js';

const errorWith = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

const grpcError = (code: number) => Object.assign(new Error(`${code} x`), { code, details: 'x' });

describe('the failure of a call', () => {
  it.each([
    ['refused', errorWith('ECONNREFUSED', { syscall: 'connect' })],
    ['refused, known by its code alone', errorWith('ECONNREFUSED')],
    ['unknown name', errorWith('ENOTFOUND', { syscall: 'getaddrinfo' })],
    ['name server silent', errorWith('EAI_AGAIN', { syscall: 'getaddrinfo' })],
    ['no route to the host', errorWith('EHOSTUNREACH', { syscall: 'connect' })],
    ['no route to the network', errorWith('ENETUNREACH', { syscall: 'connect' })],
    ['the system gave up connecting', errorWith('ETIMEDOUT', { syscall: 'connect' })],
    ['we gave up connecting', errorWith('LB_CONNECT_TIMEOUT')],
    [
      'undici gave up connecting',
      new TypeError('fetch failed', { cause: errorWith('UND_ERR_CONNECT_TIMEOUT') }),
    ],
    ['a certificate that expired', errorWith('CERT_HAS_EXPIRED')],
    ['a certificate of another host', errorWith('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['an untrusted certificate', new TypeError('fetch failed', { cause: errorWith('UNABLE_TO_VERIFY_LEAF_SIGNATURE') })], // prettier-ignore
    ['a failed handshake', new ConnectFailedError({ cause: errorWith('EPROTO', { syscall: 'write' }) })],
    [
      'wrapped by axios',
      errorWith('ECONNREFUSED', { cause: errorWith('ECONNREFUSED', { syscall: 'connect' }) }),
    ],
    [
      'both addresses of localhost refused',
      new AggregateError([
        errorWith('ECONNREFUSED', { syscall: 'connect' }),
        errorWith('ECONNREFUSED', { syscall: 'connect' }),
      ]),
    ],
  ])('with nothing sent: %s', (_, error) => {
    expect(classifyFailure(error)).toBe('nothing-sent');
  });

  it.each([
    ['reset while reading', errorWith('ECONNRESET', { syscall: 'read' })],
    ['hung up', errorWith('ECONNRESET')],
    ['broken pipe', errorWith('EPIPE', { syscall: 'write' })],
    ['route lost under a connection', errorWith('EHOSTUNREACH', { syscall: 'read' })],
    ['silence on a connection', errorWith('ETIMEDOUT', { syscall: 'read' })],
    ['the time limit of axios', errorWith('ECONNABORTED')],
    ['the time limit of axios with transitional.clarifyTimeoutError', errorWith('ETIMEDOUT')],
    ['a response that is not HTTP', errorWith('HPE_INVALID_CONSTANT')],
    [
      'the same, at the end of a connection of undici',
      Object.assign(new Error('x'), { name: 'HTTPParserError' }),
    ],
    ['endless headers', new TypeError('fetch failed', { cause: errorWith('UND_ERR_HEADERS_OVERFLOW') })],
    ['a client certificate is missing', errorWith('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')],
    ['a truncated response', errorWith('LB_ANSWER_BROKEN_OFF')],
    ['gRPC: UNAVAILABLE', grpcError(14)],
    ['gRPC: DEADLINE_EXCEEDED', grpcError(4)],
    ['the socket of undici', new TypeError('fetch failed', { cause: errorWith('UND_ERR_SOCKET') })],
    [
      'one address refused, the other reset',
      new AggregateError([errorWith('ECONNREFUSED'), errorWith('ECONNRESET')]),
    ],
  ])('with something maybe sent: %s', (_, error) => {
    expect(classifyFailure(error)).toBe('maybe-sent');
  });

  it.each([
    ['cancelled', errorWith('ERR_CANCELED')],
    ['gRPC: CANCELLED', grpcError(1)],
    ['gRPC: NOT_FOUND, a response', grpcError(5)],
    ["a numeric code that is not gRPC's", Object.assign(new Error('x'), { code: 14 })],
    ['a bad option', errorWith('ERR_BAD_OPTION_VALUE')],
    ['a mistake in the calling code', new TypeError('x is not a function')],
    ['not an error', 'text'],
    ['null', null],
  ])('that is not the connection: %s', (_, error) => {
    expect(classifyFailure(error)).toBe('callers-fault');
  });
});

describe('a method', () => {
  it.each([
    ['GET', true],
    ['get', true],
    [undefined, true],
    ['HEAD', true],
    ['OPTIONS', true],
    ['PUT', true],
    ['DELETE', true],
    ['POST', false],
    ['patch', false],
    ['CONNECT', false],
  ])('%s can be repeated: %s', (method, twice) => {
    expect(isIdempotent(method)).toBe(twice);
  });
});
