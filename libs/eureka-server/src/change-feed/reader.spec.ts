import { Reader } from './reader.js';

const bytes = (text: string) => Buffer.from(text);

function aReader(mostUnsent = 10) {
  const outlet = {
    told: [] as string[],
    unsent: 0,
    write: (text: Buffer) => void outlet.told.push(text.toString()),
    end: () => void outlet.told.push('(end)'),
    destroy: () => void outlet.told.push('(destroyed)'),
  };
  return { reader: new Reader('full', outlet, mostUnsent), outlet };
}

describe('a reader of the changes', () => {
  it('is told each of them', () => {
    const { reader, outlet } = aReader();
    reader.tell(bytes('a'), 0);
    reader.tell(bytes('b'), 1);
    expect(outlet.told).toEqual(['a', 'b']);
  });

  it('is told nothing more while too much waits for it, and then that it missed something', () => {
    const { reader, outlet } = aReader();
    outlet.unsent = 10;
    reader.tell(bytes('a'), 0);
    outlet.unsent = 11;
    reader.tell(bytes('b'), 1);
    outlet.unsent = 5;
    reader.tell(bytes('c'), 2);
    reader.drained(() => bytes('resync'));
    expect(outlet.told).toEqual(['a']);
    outlet.unsent = 0;
    reader.drained(() => bytes('resync'));
    reader.drained(() => bytes('resync'));
    reader.tell(bytes('d'), 3);
    expect(outlet.told).toEqual(['a', 'resync', 'd']);
  });

  it('is hung up on when it has not read for 30 s what it was sent before', () => {
    const { reader, outlet } = aReader();
    expect(reader.giveUp(1_000_000)).toBe(false);
    outlet.unsent = 11;
    reader.tell(bytes('a'), 1_000);
    expect(reader.giveUp(30_999)).toBe(false);
    expect(reader.giveUp(31_000)).toBe(true);
    expect(outlet.told).toEqual(['(destroyed)']);
  });

  it('is shown that the connection is alive where nothing else shows it', () => {
    const { reader, outlet } = aReader();
    reader.keepAlive(bytes(':'));
    outlet.unsent = 1;
    reader.keepAlive(bytes(':'));
    expect(outlet.told).toEqual([':']);
  });

  it('is let go in order, but for one that does not read', () => {
    const [quick, slow] = [aReader(), aReader()];
    slow.outlet.unsent = 1;
    quick.reader.end();
    slow.reader.end();
    expect([quick.outlet.told, slow.outlet.told]).toEqual([['(end)'], ['(destroyed)']]);
  });
});
