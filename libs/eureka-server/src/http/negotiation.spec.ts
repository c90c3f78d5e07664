import { negotiate, readBodyForm, acceptsGzip } from './negotiation.js';

describe('what a request accepts', () => {
  it.each([
    [undefined, 'xml', 'xml'],
    ['*/*', 'xml', 'xml'],
    ['application/*', 'xml', 'xml'],
    ['application/json', 'json', 'json'],
    ['APPLICATION/JSON', 'json', 'xml'],
    ['application/json, application/*+json', 'json', 'json'],
    ['application/xml, application/json;q=0.5', 'xml', 'json'],
    ['application/json;q=0.1, */*', 'xml', 'json'],
    ['application/xml;q=0.2, application/json; q=0.3', 'json', 'json'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'xml', 'xml'],
    ['text/html;q=1, */*;q=0.1', 'xml', 'xml'],
    ['application/xml;q=0, */*', 'json', 'xml'],
    ['application/json;q=nonsense, application/xml', 'xml', 'json'],
    // Weights are decimal.
    ['application/json;q=0x1, application/xml;q=0.1', 'xml', 'json'],
    ['application/json;q=1e9, application/xml;q=0.1', 'xml', 'json'],
    ['application/json;q=Infinity, application/xml;q=0.1', 'xml', 'json'],
    ['application/json;q=-1, application/xml;q=0.1', 'xml', 'json'],
    ['application/json;q=.5, application/xml;q=0.1', 'json', 'json'],
    // Equal quality: the more exact range wins, as axios, Angular and RestTemplate expect.
    ['application/json, text/plain, */*', 'json', 'json'],
    ['*/*, application/json', 'json', 'json'],
    ['application/*, application/json', 'json', 'json'],
    ['application/json;q=0.8, application/*;q=0.8, */*;q=0.8', 'json', 'json'],
    ['application/xml, */*', 'xml', 'xml'],
    ['application/*;q=0.9, */*', 'xml', 'xml'],
    // Equal exactness: the earlier range wins.
    ['application/json, application/xml', 'json', 'json'],
    ['application/xml, application/json', 'xml', 'json'],
    ['text/xml, application/json, application/xml, */*', 'json', 'json'],
    ['application/xml;q=0.5, application/json;q=0.5', 'xml', 'json'],
    // A quality counts before either.
    ['application/json;q=0.9, application/xml', 'xml', 'json'],
    ['application/xml;q=0.9, application/json;q=7', 'json', 'json'],
    // Anything at all.
    ['', 'xml', 'xml'],
    ['  ', 'xml', 'xml'],
    [',', 'xml', 'xml'],
    ['*', 'xml', 'xml'],
    ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', 'xml', 'xml'],
    ['*;q=0.5, application/json;q=0.5', 'json', 'json'],
  ])('%s: made %s, cached %s', (accept, format, cachedFormat) => {
    expect(negotiate(accept)).toMatchObject({ format, cachedFormat });
    expect(negotiate(accept)).toMatchObject({ format, cachedFormat });
  });

  it.each(['*;q=0', 'text/html', 'application/vnd.foo+json', 'application/json;q=0', 'image/*', ',;,'])(
    '%p: neither JSON nor XML',
    (accept) => {
      expect(negotiate(accept)).toBeUndefined();
    },
  );

  it.each([
    ['*/*', true],
    ['application/json;q=0.1, application/xml', true],
    ['application/xml', false],
  ])('%s: JSON accepted: %s', (accept, acceptsJson) => {
    expect(negotiate(accept)).toMatchObject({ acceptsJson });
  });

  it('memoizes a bounded number of headers', () => {
    for (let index = 0; index < 1000; index++) negotiate(`application/xml, text/x-${index}`);
    expect(negotiate('application/xml, text/x-999')).toMatchObject({ format: 'xml', cachedFormat: 'xml' });
  });
});

describe('gzip', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['gzip', true],
    ['GZIP', true],
    ['gzip, x-gzip, deflate', true],
    ['deflate, gzip;q=0.5', true],
    ['gzip;q=0', false],
    ['gzip;q=0.0', false],
    ['*', false],
    ['identity', false],
    ['x-gzip', false],
  ])('%s: %s', (header, takes) => {
    expect(acceptsGzip(header)).toBe(takes);
  });
});

describe('the type of a body', () => {
  it.each([
    ['application/json', { format: 'json', encoding: 'utf8' }],
    ['Application/JSON;charset=UTF-8', { format: 'json', encoding: 'utf8' }],
    ['application/xml; charset="iso-8859-1"', { format: 'xml', encoding: 'latin1' }],
    ['application/json; charset=utf-16', undefined],
    ['text/xml', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (type, form) => {
    expect(readBodyForm(type)).toEqual(form);
  });
});
