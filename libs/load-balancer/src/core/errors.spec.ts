import { inspect } from 'node:util';
import {
  AllInstancesFailedError,
  BadServiceUrlError,
  ConnectTimeoutError,
  MaybeSentError,
  NoInstanceError,
  failureReason,
  UnknownHostError,
} from './errors.js';
import { parseServiceUrl } from './service-url.js';

const payment8001 = { instanceId: 'payment8001', host: '127.0.0.1', port: 8001 };
const payment8002 = { instanceId: 'payment8002', host: '127.0.0.1', port: 8002 };

describe('NoInstanceError', () => {
  it.each([
    [
      'CLOUD-PAYMENT-SERVICE',
      [],
      'no service is known at all: is a registry running, and has its list been fetched?',
    ],
    [
      'CLOUD-PAYMNT-SERVICE',
      ['cloud-payment-service', 'cloud-order-service'],
      'known services are CLOUD-PAYMENT-SERVICE, CLOUD-ORDER-SERVICE: is the name spelt like one of these, and has a provider registered under it?',
    ],
    [
      'cloud-payment-service',
      ['cloud-payment-service'],
      'known services are CLOUD-PAYMENT-SERVICE, but none of its instances is UP: is a provider running?',
    ],
    [
      'CLOUD-PAYMENT-SERVICE-V2',
      ['cloud-payment-service'],
      'known services are CLOUD-PAYMENT-SERVICE: is the name spelt like one of these, and has a provider registered under it?',
    ],
    [
      'CLOUD-PAYMENT-SERVICEpayment',
      ['cloud', 'cloud-order-service', 'cloud-payment-service'],
      'known services are CLOUD, CLOUD-ORDER-SERVICE, CLOUD-PAYMENT-SERVICE; a / is missing between the base http://CLOUD-PAYMENT-SERVICE and the path payment',
    ],
  ])('for %s when %j is known says what to check', (service, known, hint) => {
    expect(new NoInstanceError(service, known)).toMatchObject({
      message: `No instances available for ${service}: ${hint}`,
      code: 'LB_NO_INSTANCE',
      service,
      known,
    });
  });
});

describe('filtered-out instances', () => {
  it('are counted by reason, with the age of the list and what to check', () => {
    const filteredOut = [
      { why: 'DOWN', count: 2 },
      { why: 'version 2', count: 3 },
    ];
    expect(new NoInstanceError('payment', ['payment', 'order'], { filteredOut, ageMs: 12_300 }).message).toBe(
      'No instances available for payment: known services are PAYMENT, ORDER, but its instances are filtered out: ' +
        "check their status and the balancer's filters " +
        '(2 filtered out: DOWN; 3 filtered out: version 2; the list is 12 s old)',
    );
  });

  it('may be missing because the list is old', () => {
    expect(new NoInstanceError('payment', ['payment'], { ageMs: 335_000 }).message).toMatch(
      /is a provider running\? \(the list is 335 s old: does the registry respond\?\)$/,
    );
  });
});

describe('the other errors', () => {
  it('list the tried instances and why each failed', () => {
    const refused = new Error('connect ECONNREFUSED 127.0.0.1:8001');
    const reset = new Error('socket hang up');
    const error = new AllInstancesFailedError('CLOUD-PAYMENT-SERVICE', [
      { candidate: payment8001, error: refused },
      { candidate: payment8002, error: reset },
    ]);
    expect(error.message).toBe(
      'no instance of CLOUD-PAYMENT-SERVICE responded, tried payment8001 (connect ECONNREFUSED 127.0.0.1:8001), ' +
        'payment8002 (socket hang up, 127.0.0.1:8002): is a provider running at these addresses?',
    );
    expect(error.cause).toBe(reset);
    expect(error.code).toBe('LB_ALL_FAILED');
  });

  it('have one reason per address of a name', () => {
    const both = new AggregateError([
      new Error('connect ECONNREFUSED ::1:8001'),
      new Error('connect ECONNREFUSED 127.0.0.1:8001'),
    ]);
    expect(new AllInstancesFailedError('A', [{ candidate: payment8001, error: both }]).message).toContain(
      'payment8001 (connect ECONNREFUSED ::1:8001, connect ECONNREFUSED 127.0.0.1:8001)',
    );
  });

  it('show the reason that fetch wraps', () => {
    const failed = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:8001') });
    expect(failureReason(failed)).toBe('connect ECONNREFUSED 127.0.0.1:8001');
  });

  it('say that a request is not sent twice', () => {
    const cause = new Error('socket hang up');
    expect(new MaybeSentError('CLOUD-PAYMENT-SERVICE', payment8001, { cause })).toMatchObject({
      message:
        'the connection to payment8001 of CLOUD-PAYMENT-SERVICE broke after the request may have reached it ' +
        '(socket hang up, 127.0.0.1:8001): it is not sent twice, check there whether it was carried out',
      code: 'LB_MAYBE_SENT',
      cause,
    });
  });

  it('say that a name was not looked up', () => {
    expect(new UnknownHostError('CLOUD-PAYMENT-SERVICE').message).toMatch(
      /^unknown host CLOUD-PAYMENT-SERVICE: this name was not looked up, balancing is off /,
    );
  });

  it('distinguish a silent name server from a silent host', () => {
    expect(new ConnectTimeoutError('payment:8001', 2000, true).message).toBe(
      'no connection to payment:8001 within 2000 ms',
    );
    expect(new ConnectTimeoutError('payment:8001', 2000, false).message).toBe(
      'no response from the name server for payment:8001 within 2000 ms',
    );
  });

  it.each([
    'http://user:secret@payment:99999/x',
    'http://user:secret#1@payment/x',
    'http://user:secret/1@payment/x',
    'user:secret@payment/x',
    'lb://user:secret@payment:80/',
  ])('hide the login of a URL that cannot be called: %s', (url) => {
    let error: unknown;
    try {
      parseServiceUrl(url);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'LB_BAD_URL', message: expect.stringContaining('***@payment') });
    expect(inspect(error)).not.toContain('secret');
  });

  it('name the URL that cannot be called', () => {
    expect(new BadServiceUrlError('http:///x', 'it names no host').message).toBe(
      'cannot call http:///x: it names no host',
    );
  });
});
