import { gunzipSync } from 'node:zlib';
import { SmallDocument } from './small-document.js';

function aDocument() {
  const source = { revision: 1 as number | undefined, text: 'first', encoded: 0 };
  const document = new SmallDocument(
    {
      revision: () => source.revision,
      encode: () => {
        source.encoded += 1;
        return source.text;
      },
    },
    'json',
    { maxAgeMs: 1000 },
  );
  return { source, document };
}

describe('a small document', () => {
  it('is encoded once and gzipped once for all reads', () => {
    const { source, document } = aDocument();
    const response = document.current(0);
    expect(document.current(999)).toBe(response);
    expect(source.encoded).toBe(1);
    expect(response).toMatchObject({ format: 'json', length: 5 });
    expect(response?.plain().join('')).toBe('first');
    expect(gunzipSync(response?.gzip() ?? '').toString()).toBe('first');
    expect(response?.gzip()).toBe(response?.gzip());
  });

  it('is encoded again at a new revision', () => {
    const { source, document } = aDocument();
    const response = document.current(0);
    Object.assign(source, { revision: 2, text: 'second' });
    expect(document.current(0)?.plain().join('')).toBe('second');
    // A slow reader may still hold the old response.
    expect(response?.plain().join('')).toBe('first');
  });

  it('is encoded again at the age limit, since renewals make no revision', () => {
    const { source, document } = aDocument();
    document.current(0);
    source.text = 'renewed';
    expect(document.current(999)?.plain().join('')).toBe('first');
    expect(document.current(1000)?.plain().join('')).toBe('renewed');
  });

  it('does not exist while the source is empty', () => {
    const { source, document } = aDocument();
    document.current(0);
    source.revision = undefined;
    expect(document.current(0)).toBeUndefined();
    source.revision = 3;
    expect(document.current(0)?.plain().join('')).toBe('first');
  });
});
