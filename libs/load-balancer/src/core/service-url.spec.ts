import { instanceUrl, joinUrl, parseServiceUrl, unbalancedUrl } from './service-url.js';

const payment = { instanceId: 'payment8001', host: '127.0.0.1', port: 8001 };

describe('base and path', () => {
  // The table of the course notes: 注意加个/ 不然代码要加
  it.each([
    ['http://CLOUD-PAYMENT-SERVICE', '/payment/get/4', 'http://CLOUD-PAYMENT-SERVICE/payment/get/4'],
    ['http://CLOUD-PAYMENT-SERVICE/', 'payment/get/4', 'http://CLOUD-PAYMENT-SERVICE/payment/get/4'],
    ['http://CLOUD-PAYMENT-SERVICE', 'payment/get/4', 'http://CLOUD-PAYMENT-SERVICE/payment/get/4'],
    ['http://localhost:8001', 'payment/get/4', 'http://localhost:8001/payment/get/4'],
    ['http://CLOUD-PAYMENT-SERVICE/', '/payment/get/4', 'http://CLOUD-PAYMENT-SERVICE/payment/get/4'],
    ['http://CLOUD-PAYMENT-SERVICE/', '//payment/get/4', 'http://CLOUD-PAYMENT-SERVICE/payment/get/4'],
    ['http://CLOUD-PAYMENT-SERVICE/api/', '/payment', 'http://CLOUD-PAYMENT-SERVICE/api/payment'],
    ['http://CLOUD-PAYMENT-SERVICE', '', 'http://CLOUD-PAYMENT-SERVICE'],
    ['http://CLOUD-PAYMENT-SERVICE/payment', '?a=/b', 'http://CLOUD-PAYMENT-SERVICE/payment?a=/b'],
    ['http://CLOUD-PAYMENT-SERVICE', 'http://other/x', 'http://other/x'],
    [undefined, 'http://other/x', 'http://other/x'],
  ])('%s and %s make %s', (base, path, url) => {
    expect(joinUrl(base, path)).toBe(url);
  });
});

describe('the URL of a service', () => {
  it('keeps the case of the name, which the class URL does not', () => {
    expect(parseServiceUrl('http://CLOUD-PAYMENT-SERVICE/payment/get/31').host).toBe('CLOUD-PAYMENT-SERVICE');
  });

  it.each([
    ['http://CLOUD-PAYMENT-SERVICE/payment/get/31', 'http://127.0.0.1:8001/payment/get/31'],
    ['http://CLOUD-PAYMENT-SERVICE//payment/get/4', 'http://127.0.0.1:8001/payment/get/4'],
    ['http://CLOUD-PAYMENT-SERVICE', 'http://127.0.0.1:8001/'],
    ['http://CLOUD-PAYMENT-SERVICE?a=1', 'http://127.0.0.1:8001/?a=1'],
    [
      'HTTP://cloud_payment/a//b/%E5%B0%9A?c=http://d/e#f',
      'http://127.0.0.1:8001/a//b/%E5%B0%9A?c=http://d/e#f',
    ],
    ['http://user:pass@CLOUD-PAYMENT-SERVICE/x', 'http://user:pass@127.0.0.1:8001/x'],
    ['https://CLOUD-PAYMENT-SERVICE/x', 'https://127.0.0.1:8001/x'],
  ])('%s goes to %s', (url, sent) => {
    expect(instanceUrl(parseServiceUrl(url), payment)).toBe(sent);
  });

  it('uses https for a secure instance', () => {
    expect(instanceUrl(parseServiceUrl('http://A/x'), { ...payment, port: 8443, secure: true })).toBe(
      'https://127.0.0.1:8443/x',
    );
  });

  it.each([
    ['lb://A/x', {}, 'http://127.0.0.1:8001/x'],
    ['lb://A/x', { secure: true }, 'https://127.0.0.1:8001/x'],
    ['LB://localhost/x', {}, 'http://127.0.0.1:8001/x'],
    ['https://A/x', {}, 'https://127.0.0.1:8001/x'],
  ])('%s to the instance %j becomes %s', (url, more, sent) => {
    const target = parseServiceUrl(url);
    expect(target.isAddress).toBe(false);
    expect(instanceUrl(target, { ...payment, ...more })).toBe(sent);
  });

  it('with the scheme lb becomes http when nothing is looked up', () => {
    expect(unbalancedUrl(parseServiceUrl('lb://A/x'))).toBe('http://A/x');
  });

  it('puts an IPv6 host in brackets', () => {
    expect(instanceUrl(parseServiceUrl('http://A/x'), { ...payment, host: '::1' })).toBe(
      'http://[::1]:8001/x',
    );
  });

  // Whoever checks the host with the class URL, as the wire does, sees the same one.
  it.each([
    ['http://127.0.0.1:1\\@payment/x', '127.0.0.1'],
    ['http://payment\\@127.0.0.1:1/x', 'payment'],
    ['http://payment\\x', 'payment'],
  ])('ends its host at a backslash: %s', (url, host) => {
    const parsed = parseServiceUrl(url);
    expect([parsed.host, parsed.userInfo]).toEqual([host, '']);
    expect(new URL(instanceUrl(parsed, payment)).host).toBe('127.0.0.1:8001');
  });

  it.each([
    ['http://CLOUD-PAYMENT-SERVICE/x', false],
    ['http://CLOUD-PAYMENT-SERVICEpayment/get/4', false],
    ['http://localhost:8001/x', true],
    ['http://localhost/x', true],
    ['http://127.0.0.1/x', true],
    ['http://[::1]/x', true],
    ['http://payments.example.com:8080/x', true],
  ])('%s is an address: %s', (url, address) => {
    expect(parseServiceUrl(url).isAddress).toBe(address);
    expect(unbalancedUrl(parseServiceUrl(url))).toBe(url);
  });

  it.each([
    [
      'http://localhost:8001payment/get/4',
      '"8001payment" is not a port: is a / missing between the base and the path?',
    ],
    ['http://localhost:70000/', '"70000" is not a port'],
    ['lb://CLOUD-PAYMENT-SERVICE:8001/x', 'a service has no port of its own'],
    ['http:///payment/get/4', 'it names no host'],
    ['/payment/get/4', 'it names no host'],
  ])('%s is rejected: %s', (url, why) => {
    expect(() => parseServiceUrl(url)).toThrow(why);
  });
});
