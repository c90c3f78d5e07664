import { Html } from './html.js';
import { chunkedStream } from './chunked-stream.js';

const partsOf = async (count: number, size: number) => {
  const done: string[] = [];
  function* pieces() {
    for (let made = 0; made < count; made++) yield new Html('x'.repeat(size));
  }
  const turn = async () => void done.push('turn');
  for await (const part of chunkedStream(pieces(), turn)) done.push(`part of ${part.length}`);
  return done;
};

describe('a chunked stream', () => {
  it('is made in chunks, with time for other work between two of them', async () => {
    expect(await partsOf(40, 1000)).toEqual([
      'part of 17000',
      'turn',
      'part of 17000',
      'turn',
      'part of 6000',
    ]);
  });

  it('is a single chunk if it is short', async () => {
    expect(await partsOf(3, 10)).toEqual(['part of 30']);
    expect(await partsOf(0, 10)).toEqual([]);
  });

  it('is made no further than it is read', async () => {
    let made = 0;
    function* pieces() {
      for (; made < 1000; made++) yield new Html('x'.repeat(1000));
    }
    const parts = chunkedStream(pieces(), async () => undefined);
    await parts.next();
    await parts.return(undefined);
    expect(made).toBeLessThan(20);
  });
});
