import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { readBody } from './response-body.js';

const responseOf = (body: Buffer, encoding?: string): IncomingMessage => {
  const stream = new PassThrough();
  stream.end(body);
  return Object.assign(stream, { headers: { 'content-encoding': encoding } }) as unknown as IncomingMessage;
};

describe('the body of a response', () => {
  it.each([
    ['as it is', responseOf(Buffer.from('grüße'))],
    ['decompressed', responseOf(gzipSync('grüße'), 'gzip')],
  ])('is read %s', async (_, response) => expect(await readBody(response, 100)).toBe('grüße'));

  it.each([
    ['plain', responseOf(Buffer.alloc(101))],
    ['compressed', responseOf(gzipSync(Buffer.alloc(1_000_000)), 'gzip')],
  ])('is rejected if it is larger than its limit: %s', async (_, response) => {
    await expect(readBody(response, 100)).rejects.toMatchObject({ problem: 'too large' });
    expect(response.destroyed).toBe(true);
  });

  it.each([
    ['is not gzip', Buffer.from('plain')],
    ['breaks off', gzipSync('hello'.repeat(100)).subarray(0, 20)],
  ])('is rejected if its gzip %s', async (_, body) => {
    await expect(readBody(responseOf(body, 'gzip'), 1_000)).rejects.toMatchObject({
      problem: 'invalid gzip',
    });
  });

  it.each([undefined, 'gzip'])('fails with its connection (%s)', async (encoding) => {
    const stream = new PassThrough();
    const response = Object.assign(stream, { headers: { 'content-encoding': encoding } });
    const read = readBody(response as unknown as IncomingMessage, 100);
    stream.destroy(new Error('reset'));
    await expect(read).rejects.toThrow('reset');
  });
});
