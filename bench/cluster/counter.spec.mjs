import { Counter, combined } from './counter.mjs';

const text = 'xx"action":"Heartbeat"yy"action":"Heartbeat""action":"Register"';

function countsOf(...pieces) {
  const counter = new Counter({ heartbeats: '"action":"Heartbeat"', registrations: '"action":"Register"' });
  for (const piece of pieces) counter.read(Buffer.from(piece));
  return counter.counts;
}

describe('the counter of the wire', () => {
  const expected = { bytes: text.length, heartbeats: 2, registrations: 1 };

  it('counts every word', () => expect(countsOf(text)).toEqual(expected));

  it('counts the same however the bytes are chunked', () => {
    for (let cut = 1; cut < text.length; cut++)
      for (let again = cut; again < text.length; again++)
        expect(countsOf(text.slice(0, cut), text.slice(cut, again), text.slice(again))).toEqual(expected);
    expect(countsOf(...text)).toEqual(expected);
  });

  it('counts what arrived between two readings', () => {
    const before = countsOf(text);
    expect(combined(countsOf(text + text), before, -1)).toEqual(before);
  });
});
