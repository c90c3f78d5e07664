import fc from 'fast-check';
import { EventStream, EventTooLargeError } from './event-stream.js';

const all = (text: string, limit = 1000) => new EventStream(limit).push(text);

describe('an event stream', () => {
  it.each<[what: string, text: string, events: object[]]>([
    ['an event', 'event: delta\nid: a.1\ndata: {}\n\n', [{ name: 'delta', id: 'a.1', data: '{}' }]],
    ['one without a name', 'data: x\n\n', [{ name: 'message', id: '', data: 'x' }]],
    ['data of several lines', 'data: x\ndata: y\n\n', [{ name: 'message', id: '', data: 'x\ny' }]],
    [
      'line ends of any kind',
      'data: x\r\n\r\ndata: y\r\rdata: z\n\n',
      [
        { name: 'message', id: '', data: 'x' },
        { name: 'message', id: '', data: 'y' },
        { name: 'message', id: '', data: 'z' },
      ],
    ],
    [
      'an id that stays valid',
      'id: 1\ndata: x\n\ndata: y\n\n',
      [
        { name: 'message', id: '1', data: 'x' },
        { name: 'message', id: '1', data: 'y' },
      ],
    ],
    ['a value that begins with a space', 'data:  x\n\n', [{ name: 'message', id: '', data: ' x' }]],
    ['a name without a value', 'data\n\n', [{ name: 'message', id: '', data: '' }]],
    ['no event in a comment', ':\n\n: still here\n\n', []],
    ['no event without data', 'event: delta\nid: 2\n\n', []],
    ['nothing before its end', 'data: x\n', []],
    ['nothing in fields it does not know', 'retry: 5\nfoo: bar\n\n', []],
  ])('supports %s', (_what, text, events) => expect(all(text)).toEqual(events));

  it('yields the same events however it is cut', () => {
    const text =
      ':\r\n\r\nevent: a\r\nid: 1\r\ndata: {"x":\r\ndata: 1}\r\n\r\ndata: é\n\nevent: b\ndata: z\r\r';
    const whole = all(`${text}\n`);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const stream = new EventStream(1000);
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        expect([...pieces, '\n'].flatMap((piece) => stream.push(piece))).toEqual(whole);
      }),
    );
  });

  it('fails on an event that is too large, even before its end', () => {
    expect(() => all(`data: ${'x'.repeat(20)}`, 10)).toThrow(EventTooLargeError);
    expect(() => all('data: xxxxx\n'.repeat(5), 10)).toThrow(EventTooLargeError);
    expect(all('data: xxxxx\n\n'.repeat(5), 10)).toHaveLength(5);
  });

  it.each(['data:\n', 'data\n', 'data: \r\n', 'data:x\r', 'event: delta\ndata:\nid: 1\n'])(
    'fails on an event of endless lines %j',
    (line) => {
      const stream = new EventStream(10_000);
      expect(() => {
        for (let pieces = 0; pieces < 400; pieces++) stream.push(line);
      }).toThrow(EventTooLargeError);
    },
  );

  it('reads endless lines that belong to no event', () => {
    const stream = new EventStream(1000);
    for (let pieces = 0; pieces < 1000; pieces++) stream.push(': still here\nevent: a\nid: 1\nretry: 5\n\n');
    expect(stream.push('data: x\n\n')).toEqual([{ name: 'message', data: 'x', id: '1' }]);
  });
});
