import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

type Body = Dispatcher.DispatchOptions['body'];

/** A body that can be sent by several tries until it has been read from. */
interface ReplayableBody {
  next(): Body;
  isConsumed(): boolean;
  /** True if it is read while it is sent. */
  readonly isStreamed: boolean;
}

/**
 * Text and bytes can be sent any number of times; an iterable can be sent again while nothing was
 * read from it, as after a refused connection. A stream of Node is sent once, since undici destroys
 * it even then.
 */
export function replayableBody(body: Body): ReplayableBody {
  if (body === undefined || body === null) return noBody;
  if (body instanceof Readable) return { next: () => body, isConsumed: () => true, isStreamed: true };
  if (typeof body !== 'object' || !(Symbol.asyncIterator in body))
    return { next: () => body, isConsumed: () => false, isStreamed: false };
  const source = body as AsyncIterable<Uint8Array>;
  let isConsumed = false;
  const watched = {
    async *[Symbol.asyncIterator]() {
      isConsumed = true;
      yield* source;
    },
  };
  return { next: () => watched as unknown as Body, isConsumed: () => isConsumed, isStreamed: true };
}

const noBody: ReplayableBody = { next: () => null, isConsumed: () => false, isStreamed: false };
