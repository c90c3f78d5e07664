import { accepted, bodyForm, takesGzip } from './negotiation.js';

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
  ])('%s: made %s, kept %s', (accept, format, keptFormat) => {
    expect(accepted(accept)).toMatchObject({ format, keptFormat });
    expect(accepted(accept)).toMatchObject({ format, keptFormat });
  });

  it.each(['', 'text/html', 'application/vnd.foo+json', 'application/json;q=0', 'image/*', ',;,'])(
    '%p: nothing that we have',
    (accept) => {
      expect(accepted(accept)).toBeUndefined();
    },
  );

  it.each([
    ['*/*', true],
    ['application/json;q=0.1, application/xml', true],
    ['application/xml', false],
  ])('%s: JSON will do: %s', (accept, takesJson) => {
    expect(accepted(accept)).toMatchObject({ takesJson });
  });

  it('remembers no more headers than it should', () => {
    for (let index = 0; index < 1000; index++) accepted(`application/xml, text/x-${index}`);
    expect(accepted('application/xml, text/x-999')).toMatchObject({ format: 'xml', keptFormat: 'xml' });
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
    expect(takesGzip(header)).toBe(takes);
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
    expect(bodyForm(type)).toEqual(form);
  });
});
