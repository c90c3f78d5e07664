import { PassThrough, pipeline, type Readable } from 'node:stream';

/**
 * Bytes of a kept response that are read while another instance is tried. Unread, it would hold its
 * connection, and the next try may need that one: an agent can have a limit of connections. A
 * longer response is not read further until it is handed over.
 */
export const readAheadBytes = 1 << 20;

/** Reads a stream of Node ahead. Nothing is thrown if it breaks off before it has a reader. */
export function readAhead(source: Readable): Readable {
  const kept = new PassThrough({ highWaterMark: readAheadBytes });
  kept.on('error', () => undefined);
  pipeline(source, kept, () => undefined);
  return kept;
}

const readers = new WeakMap<object, ReadableStreamDefaultReader<Uint8Array>>();

/** Reads the branch of a web stream whose other branch is kept, which has all the bytes. */
export function readBranchAhead(owner: object, branch: ReadableStream<Uint8Array>): void {
  const reader = branch.getReader();
  readers.set(owner, reader);
  const readOn = async () => {
    for (let left = readAheadBytes; left > 0; ) {
      const { value } = await reader.read();
      if (!value) return;
      left -= value.byteLength;
    }
    stopReading(owner);
  };
  // A stream that breaks off fails the reader of the other branch.
  readOn().catch(() => undefined);
}

/** Gives up the branch, so that the stream ends when the other one is cancelled. */
export function stopReading(owner: object): void {
  readers
    .get(owner)
    ?.cancel()
    .catch(() => undefined);
}
