import { gunzipSync } from 'node:zlib';
import { atOnce, rendered, textOf } from '../builders/rendered.js';
import { SharedRendering } from '../../src/response-cache/shared-rendering.js';
import { SmallDocument } from '../../src/response-cache/small-document.js';

function aDocument() {
  const source = { revision: 1 as number | undefined, text: 'first', encoded: 0 };
  const document = new SmallDocument(
    {
      revision: () => source.revision,
      texts: () => {
        source.encoded += 1;
        return [source.text];
      },
    },
    'json',
    { maxAgeMs: 1000 },
  );
  let time = 0;
  const rendering = new SharedRendering(
    () => document,
    atOnce(),
    () => time,
  );
  const current = (now: number) => {
    time = now;
    return rendered(rendering.get());
  };
  return { source, current };
}

describe('a small document', () => {
  it('is encoded once and gzipped once for all reads', () => {
    const { source, current } = aDocument();
    const response = current(0);
    expect(current(999)).toBe(response);
    expect(source.encoded).toBe(1);
    expect(response).toMatchObject({ format: 'json', length: 5 });
    expect(textOf(response)).toBe('first');
    expect(gunzipSync(Buffer.concat(response?.gzip() ?? [])).toString()).toBe('first');
    expect(response?.gzip()).toBe(response?.gzip());
  });

  it('is encoded again at a new revision', () => {
    const { source, current } = aDocument();
    const response = current(0);
    Object.assign(source, { revision: 2, text: 'second' });
    expect(textOf(current(0))).toBe('second');
    // A slow reader may still hold the old response.
    expect(textOf(response)).toBe('first');
  });

  it('is encoded again at the age limit, since renewals make no revision', () => {
    const { source, current } = aDocument();
    current(0);
    source.text = 'renewed';
    expect(textOf(current(999))).toBe('first');
    expect(textOf(current(1000))).toBe('renewed');
  });

  it('does not exist while the source is empty', () => {
    const { source, current } = aDocument();
    current(0);
    source.revision = undefined;
    expect(current(0)).toBeUndefined();
    source.revision = 3;
    expect(textOf(current(0))).toBe('first');
  });
});
