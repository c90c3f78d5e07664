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

/** Links that follow one signal. It has one listener for them all, since Node warns at 11. */
const followers = new WeakMap<AbortSignal, Followers>();

class Followers {
  private readonly links = new Set<WeakRef<AbortController>>();

  static of(signal: AbortSignal): Followers {
    let all = followers.get(signal);
    if (!all) followers.set(signal, (all = new Followers(signal)));
    return all;
  }

  private constructor(private readonly signal: AbortSignal) {}

  add(link: WeakRef<AbortController>): void {
    if (this.links.size === 0) this.signal.addEventListener('abort', this.abort, { once: true });
    this.links.add(link);
  }

  remove(link: WeakRef<AbortController>): void {
    if (this.links.delete(link) && this.links.size === 0)
      this.signal.removeEventListener('abort', this.abort);
  }

  private readonly abort = (): void => {
    const links = [...this.links];
    this.links.clear();
    for (const link of links) link.deref()?.abort(this.signal.reason);
  };
}

/** A function of its own, so that what it returns shares no scope with the controller. */
function follow(link: WeakRef<AbortController>, others: readonly (AbortSignal | undefined)[]): () => void {
  for (const other of others) {
    if (other?.aborted) link.deref()?.abort(other.reason);
    else if (other) Followers.of(other).add(link);
  }
  return () => others.forEach((other) => other && followers.get(other)?.remove(link));
}
