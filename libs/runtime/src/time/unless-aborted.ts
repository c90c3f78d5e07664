/**
 * Resolves as the promise does, or rejects once the signal aborts. The promise itself goes on; its
 * later error is ignored.
 *
 * @throws the signal's reason, or the promise's error
 */
export function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
