import { ResponseReader } from './response-reader.mjs';

const plain = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 6\r\n\r\neureka';
const chunked =
  'HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n4\r\neure\r\n2\r\nka\r\n0\r\n\r\n';
const empty = 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n';

/** Responses that a reader finds in these pieces. */
function responsesIn(...pieces) {
  const responses = [];
  const reader = new ResponseReader((each) => responses.push({ ...each, body: each.body.toString() }));
  reader.keepsBody = true;
  for (const piece of pieces) reader.read(Buffer.from(piece));
  return responses;
}

const expected = [
  { status: 200, length: 6, isGzip: false, isLast: false, body: 'eureka' },
  { status: 200, length: 6, isGzip: true, isLast: false, body: 'eureka' },
  { status: 204, length: 0, isGzip: false, isLast: true, body: '' },
];

describe('the reader of responses', () => {
  it('separates one response from the next', () => {
    expect(responsesIn(plain + chunked + empty)).toEqual(expected);
  });

  it('reads the same however the bytes are chunked', () => {
    const all = plain + chunked + empty;
    for (let cut = 1; cut < all.length; cut++)
      expect(responsesIn(all.slice(0, cut), all.slice(cut))).toEqual(expected);
    expect(responsesIn(...all)).toEqual(expected);
  });

  it('reports no incomplete response', () => {
    expect(responsesIn(plain.slice(0, -1))).toEqual([]);
    expect(responsesIn(chunked.slice(0, -2))).toEqual([]);
  });
});
