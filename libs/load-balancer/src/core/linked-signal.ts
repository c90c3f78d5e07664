/** A signal that aborts with others, and on request. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Ends the link: from now on the others have no effect. */
  release(): void;
}

/** Keeps a controller as long as its signal, so that a listener need not keep either. */
const controllers = new WeakMap<AbortSignal, AbortController>();
/** Removes the listeners of a link that was dropped without `release`. */
const dropped = new FinalizationRegistry<() => void>((release) => release());

/**
 * Links a signal to others. Unlike `AbortSignal.any`, which on Node 20 and 22 leaves something
 * behind at a signal that lives as long as the process, `release` removes all of it; a link that is
 * never released goes with its signal.
 */
export function linkSignals(...others: readonly (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController();
  const { signal } = controller;
  controllers.set(signal, controller);
  const release = follow(new WeakRef(controller), others);
  dropped.register(signal, release, controller);
  return {
    signal,
    abort: (reason) => controller.abort(reason),
    release: () => {
      dropped.unregister(controller);
      release();
    },
  };
}

/** A function of its own, so that its listeners share no scope with the controller. */
function follow(link: WeakRef<AbortController>, others: readonly (AbortSignal | undefined)[]): () => void {
  const releases = others.map((other) => {
    if (!other) return () => undefined;
    const abort = () => link.deref()?.abort(other.reason);
    if (other.aborted) abort();
    else other.addEventListener('abort', abort, { once: true });
    return () => other.removeEventListener('abort', abort);
  });
  return () => releases.forEach((each) => each());
}
