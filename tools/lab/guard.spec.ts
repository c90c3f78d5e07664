import { refusalOfHost, refusalOfOrigin } from './guard.mjs';

describe('the guard of the lab', () => {
  it.each(['localhost:7010', '127.0.0.1:7010', '[::1]:7010', 'LOCALHOST:7010'])('answers to %s', (host) => {
    expect(refusalOfHost({ host }, 7010)).toBeUndefined();
  });

  it.each([undefined, '', 'evil.example:7010', 'localhost', 'localhost:7011', 'localhost.evil.example:7010'])(
    'refuses the host %s',
    (host) => {
      expect(refusalOfHost({ host }, 7010)).toContain('http://localhost:7010');
    },
  );

  it.each([
    [{}, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:7010' }, true],
    [{ origin: 'http://127.0.0.1:7010' }, true],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://localhost:7001' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ origin: 'http://evil.example' }, false],
    [{ origin: 'https://localhost:7010' }, false],
    [{ origin: 'null' }, false],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' }, false],
  ])('with %j: allowed %s', (headers, isAllowed) => {
    expect(refusalOfOrigin(headers, 7010) === undefined).toBe(isAllowed);
  });
});
