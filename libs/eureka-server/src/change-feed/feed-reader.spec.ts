import { FeedReader } from './feed-reader.js';

const bytes = (text: string) => Buffer.from(text);

function aReader(mostUnsent = 10) {
  const outlet = {
    told: [] as string[],
    unsentBytes: 0,
    write: (text: Buffer) => void outlet.told.push(text.toString()),
    end: () => void outlet.told.push('(end)'),
    destroy: () => void outlet.told.push('(destroyed)'),
  };
  return { reader: new FeedReader('full', outlet, mostUnsent), outlet };
}

describe('a reader of the change feed', () => {
  it('gets each event', () => {
    const { reader, outlet } = aReader();
    reader.send(bytes('a'), 0);
    reader.send(bytes('b'), 1);
    expect(outlet.told).toEqual(['a', 'b']);
  });

  it('gets nothing while too much is unsent, then a resync', () => {
    const { reader, outlet } = aReader();
    outlet.unsentBytes = 10;
    reader.send(bytes('a'), 0);
    outlet.unsentBytes = 11;
    reader.send(bytes('b'), 1);
    outlet.unsentBytes = 5;
    reader.send(bytes('c'), 2);
    reader.resumeIfDrained(() => bytes('resync'));
    expect(outlet.told).toEqual(['a']);
    outlet.unsentBytes = 0;
    reader.resumeIfDrained(() => bytes('resync'));
    reader.resumeIfDrained(() => bytes('resync'));
    reader.send(bytes('d'), 3);
    expect(outlet.told).toEqual(['a', 'resync', 'd']);
  });

  it('is disconnected if it has stalled for 30 s', () => {
    const { reader, outlet } = aReader();
    expect(reader.disconnectIfStalled(1_000_000)).toBe(false);
    outlet.unsentBytes = 11;
    reader.send(bytes('a'), 1_000);
    expect(reader.disconnectIfStalled(30_999)).toBe(false);
    expect(reader.disconnectIfStalled(31_000)).toBe(true);
    expect(outlet.told).toEqual(['(destroyed)']);
  });

  it('gets a keep-alive only if nothing is unsent', () => {
    const { reader, outlet } = aReader();
    reader.keepAlive(bytes(':'));
    outlet.unsentBytes = 1;
    reader.keepAlive(bytes(':'));
    expect(outlet.told).toEqual([':']);
  });

  it('is closed in order, or at once if bytes are unsent', () => {
    const [quick, slow] = [aReader(), aReader()];
    slow.outlet.unsentBytes = 1;
    quick.reader.end();
    slow.reader.end();
    expect([quick.outlet.told, slow.outlet.told]).toEqual([['(end)'], ['(destroyed)']]);
  });
});
