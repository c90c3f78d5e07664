import { classify, isIdempotent } from './failure.js';

const fault = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

const grpcError = (code: number) => Object.assign(new Error(`${code} x`), { code, details: 'x' });

describe('a failed call', () => {
  it.each([
    ['refused', fault('ECONNREFUSED', { syscall: 'connect' })],
    ['refused, told by code alone', fault('ECONNREFUSED')],
    ['unknown name', fault('ENOTFOUND', { syscall: 'getaddrinfo' })],
    ['name server silent', fault('EAI_AGAIN', { syscall: 'getaddrinfo' })],
    ['no route to the host', fault('EHOSTUNREACH', { syscall: 'connect' })],
    ['no route to the network', fault('ENETUNREACH', { syscall: 'connect' })],
    ['the system gave up connecting', fault('ETIMEDOUT', { syscall: 'connect' })],
    ['we gave up connecting', fault('LB_CONNECT_TIMEOUT')],
    ['undici gave up connecting', new TypeError('fetch failed', { cause: fault('UND_ERR_CONNECT_TIMEOUT') })],
    ['wrapped by axios', fault('ECONNREFUSED', { cause: fault('ECONNREFUSED', { syscall: 'connect' }) })],
    [
      'both addresses of localhost refused',
      new AggregateError([
        fault('ECONNREFUSED', { syscall: 'connect' }),
        fault('ECONNREFUSED', { syscall: 'connect' }),
      ]),
    ],
  ])('sent nothing: %s', (_, error) => {
    expect(classify(error)).toBe('nothing-sent');
  });

  it.each([
    ['reset while reading', fault('ECONNRESET', { syscall: 'read' })],
    ['hung up', fault('ECONNRESET')],
    ['broken pipe', fault('EPIPE', { syscall: 'write' })],
    ['route lost under a connection', fault('EHOSTUNREACH', { syscall: 'read' })],
    ['silence on a connection', fault('ETIMEDOUT', { syscall: 'read' })],
    ['the time limit of axios', fault('ECONNABORTED')],
    ['the clearer name of the same', fault('ETIMEDOUT')],
    ['an answer that is not HTTP', fault('HPE_INVALID_CONSTANT')],
    ['an answer cut short', fault('LB_ANSWER_BROKEN_OFF')],
    ['gRPC found nobody (UNAVAILABLE)', grpcError(14)],
    ['gRPC waited for too long (DEADLINE_EXCEEDED)', grpcError(4)],
    ['the socket of undici', new TypeError('fetch failed', { cause: fault('UND_ERR_SOCKET') })],
    [
      'one address refused, the other reset',
      new AggregateError([fault('ECONNREFUSED'), fault('ECONNRESET')]),
    ],
  ])('may have sent something: %s', (_, error) => {
    expect(classify(error)).toBe('maybe-sent');
  });

  it.each([
    ['cancelled', fault('ERR_CANCELED')],
    ['cancelled, says gRPC', grpcError(1)],
    ['an answer, says gRPC (NOT_FOUND)', grpcError(5)],
    ['a number that is not of gRPC', Object.assign(new Error('x'), { code: 14 })],
    ['a bad option', fault('ERR_BAD_OPTION_VALUE')],
    ['a mistake in the calling code', new TypeError('x is not a function')],
    ['no error at all', 'text'],
    ['null', null],
  ])('is not the connection: %s', (_, error) => {
    expect(classify(error)).toBe('not-the-connection');
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
  ])('%s may be asked twice: %s', (method, twice) => {
    expect(isIdempotent(method)).toBe(twice);
  });
});
