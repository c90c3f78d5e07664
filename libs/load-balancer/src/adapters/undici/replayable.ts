import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

type Body = Dispatcher.DispatchOptions['body'];

/** A body for one try after the other, as long as nobody has read from it. */
export interface Replayable {
  next(): Body;
  isSpent(): boolean;
}

/**
 * Texts and bytes can be sent again and again. What comes bit by bit can be sent again while no bit was asked for, as after a
 * refused connection; a stream of Node not even then, since undici destroys it.
 */
export function replayable(body: Body): Replayable {
  if (body === undefined || body === null) return nothing;
  if (body instanceof Readable) return { next: () => body, isSpent: () => true };
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body))
    return { next: () => body, isSpent: () => false };
  const source = body as AsyncIterable<Uint8Array>;
  let asked = false;
  const watched = {
    async *[Symbol.asyncIterator]() {
      asked = true;
      yield* source;
    },
  };
  return { next: () => watched as unknown as Body, isSpent: () => asked };
}

const nothing: Replayable = { next: () => null, isSpent: () => false };
