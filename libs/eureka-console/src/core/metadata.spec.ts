import { changedMetadata, metadataLines } from './metadata.js';

describe('edited metadata', () => {
  const before = { zone: 'eu', url: 'http://a/?b=c', empty: '' };

  it('is what was added or changed, so that nothing else is written back', () => {
    const lines = metadataLines(before);
    expect(lines).toBe('zone=eu\nurl=http://a/?b=c\nempty=');
    expect(changedMetadata(before, lines)).toEqual({ metadata: {} });
    expect(changedMetadata(before, `${lines.replace('eu', 'us')}\ncolor=blue`)).toEqual({
      metadata: { zone: 'us', color: 'blue' },
    });
  });

  it.each([
    ['spaces', { a: ' x ', ' b': '1' }],
    ['line breaks', { a: 'x\nforged=1', b: 'plain line\r\nand\rmore' }],
    ['an equals sign in a name', { 'a=b': 'c' }],
    ['an empty line', { a: '\n\n' }],
  ])('leaves a value with %s as it is', (_, odd) =>
    expect(changedMetadata(odd, `${metadataLines(odd)}\nnew=1`)).toEqual({ metadata: { new: '1' } }),
  );

  it('may have blank lines and spaces', () =>
    expect(changedMetadata({}, '\n  a = 1 \n\n').metadata).toEqual({ a: '1' }));

  it.each(['novalue', '=5'])('must be pairs: %s', (line) =>
    expect(changedMetadata({}, `a=1\n${line}`)).toEqual({ metadata: {}, badLine: line }),
  );

  it('cannot reach what every object has', () =>
    expect(Object.keys(changedMetadata({}, '__proto__=1').metadata)).toEqual(['__proto__']));
});
