import { AnswerReader } from './answer-reader.mjs';

const plain = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 6\r\n\r\neureka';
const chunked =
  'HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n4\r\neure\r\n2\r\nka\r\n0\r\n\r\n';
const empty = 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n';

/** What a reader makes of these pieces, one after the other. */
function answersIn(...pieces) {
  const answers = [];
  const reader = new AnswerReader((answer) => answers.push({ ...answer, body: answer.body.toString() }));
  reader.keepsBody = true;
  for (const piece of pieces) reader.read(Buffer.from(piece));
  return answers;
}

const expected = [
  { status: 200, length: 6, isGzip: false, isLast: false, body: 'eureka' },
  { status: 200, length: 6, isGzip: true, isLast: false, body: 'eureka' },
  { status: 204, length: 0, isGzip: false, isLast: true, body: '' },
];

describe('the reader of answers', () => {
  it('knows where one ends and the next begins', () => {
    expect(answersIn(plain + chunked + empty)).toEqual(expected);
  });

  it('reads the same wherever the bytes are cut', () => {
    const all = plain + chunked + empty;
    for (let cut = 1; cut < all.length; cut++)
      expect(answersIn(all.slice(0, cut), all.slice(cut))).toEqual(expected);
    expect(answersIn(...all)).toEqual(expected);
  });

  it('makes nothing of an answer that is not whole', () => {
    expect(answersIn(plain.slice(0, -1))).toEqual([]);
    expect(answersIn(chunked.slice(0, -2))).toEqual([]);
  });
});
