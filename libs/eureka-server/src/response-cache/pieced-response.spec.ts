import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { Piece } from './piece.js';
import { PiecedResponse } from './pieced-response.js';

const incompressible = () => Piece.of(randomBytes(200_000));

it('is gzipped once, in one buffer', () => {
  const pieces = [Piece.small('head'), incompressible(), Piece.small('tail')];
  const response = new PiecedResponse('json', pieces);
  const [zipped, ...others] = response.gzip();
  expect(others).toEqual([]);
  expect(response.gzip()[0]).toBe(zipped);
  expect(gunzipSync(zipped as Buffer).equals(Buffer.concat([...response.plain()]))).toBe(true);
});

it('is gzipped in pieces if it is large, which are not copied', () => {
  const pieces = Array.from({ length: 8 }, incompressible);
  const response = new PiecedResponse('json', pieces);
  const zipped = response.gzip();
  for (const { deflated } of pieces) expect(zipped).toContain(deflated.bytes);
  expect(gunzipSync(Buffer.concat(zipped)).equals(Buffer.concat([...response.plain()]))).toBe(true);
});
