import { FeedSubscriber } from './feed-subscriber.js';

const bytes = (text: string) => Buffer.from(text);

function aReader(mostUnsent = 10) {
  const sink = {
    events: [] as string[],
    unsentBytes: 0,
    write: (text: Buffer) => void sink.events.push(text.toString()),
    end: () => void sink.events.push('(end)'),
    destroy: () => void sink.events.push('(destroyed)'),
  };
  return { reader: new FeedSubscriber('full', sink, mostUnsent), sink };
}

describe('a reader of the change feed', () => {
  it('gets each event', () => {
    const { reader, sink } = aReader();
    reader.send(bytes('a'), 0);
    reader.send(bytes('b'), 1);
    expect(sink.events).toEqual(['a', 'b']);
  });

  it('gets nothing while too much is unsent, then a resync', () => {
    const { reader, sink } = aReader();
    sink.unsentBytes = 10;
    reader.send(bytes('a'), 0);
    sink.unsentBytes = 11;
    reader.send(bytes('b'), 1);
    sink.unsentBytes = 5;
    reader.send(bytes('c'), 2);
    reader.resumeIfDrained(() => bytes('resync'));
    expect(sink.events).toEqual(['a']);
    sink.unsentBytes = 0;
    reader.resumeIfDrained(() => bytes('resync'));
    reader.resumeIfDrained(() => bytes('resync'));
    reader.send(bytes('d'), 3);
    expect(sink.events).toEqual(['a', 'resync', 'd']);
  });

  it('is disconnected if it has stalled for 30 s', () => {
    const { reader, sink } = aReader();
    expect(reader.disconnectIfStalled(1_000_000)).toBe(false);
    sink.unsentBytes = 11;
    reader.send(bytes('a'), 1_000);
    expect(reader.disconnectIfStalled(30_999)).toBe(false);
    expect(reader.disconnectIfStalled(31_000)).toBe(true);
    expect(sink.events).toEqual(['(destroyed)']);
  });

  it('gets a keep-alive only if nothing is unsent', () => {
    const { reader, sink } = aReader();
    reader.keepAlive(bytes(':'));
    sink.unsentBytes = 1;
    reader.keepAlive(bytes(':'));
    expect(sink.events).toEqual([':']);
  });

  it('is closed in order, or at once if bytes are unsent', () => {
    const [quick, slow] = [aReader(), aReader()];
    slow.sink.unsentBytes = 1;
    quick.reader.end();
    slow.reader.end();
    expect([quick.sink.events, slow.sink.events]).toEqual([['(end)'], ['(destroyed)']]);
  });
});
