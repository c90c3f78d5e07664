import { metadataLines, parsedMetadata } from './metadata.js';

describe('edited metadata', () => {
  it('comes back as it was', () => {
    const metadata = { zone: 'eu', url: 'http://a/?b=c', empty: '' };
    expect(parsedMetadata(metadataLines(metadata))).toEqual({ metadata });
  });

  it('may have blank lines and spaces', () =>
    expect(parsedMetadata('\n  a = 1 \n\n').metadata).toEqual({ a: '1' }));

  it.each(['novalue', '=5'])('must be pairs: %s', (line) =>
    expect(parsedMetadata(`a=1\n${line}`)).toEqual({ metadata: {}, badLine: line }),
  );

  it('cannot reach what every object has', () =>
    expect(Object.keys(parsedMetadata('__proto__=1').metadata)).toEqual(['__proto__']));
});
