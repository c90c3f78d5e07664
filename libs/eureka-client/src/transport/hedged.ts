/** Result of the first attempt that succeeded, and the candidates that were asked before it. */
interface Hedged<C, T> {
  readonly result: T;
  /** Candidates whose attempt is still in flight. */
  readonly overtaken: readonly C[];
}

/**
 * Tries the candidates in order: the next one once the previous has failed, or has been silent for
 * a while. A silent one still counts if it succeeds first.
 *
 * @param attempt resolves to undefined after a failure; an exception ends all
 * @returns undefined if every attempt failed
 */
export function hedged<C, T>(
  candidates: readonly C[],
  attempt: (candidate: C) => Promise<T | undefined>,
  silenceMs: number,
): Promise<Hedged<C, T> | undefined> {
  return new Promise((resolve, reject) => {
    const left = candidates.values();
    const inFlight = new Set<C>();
    let timer: NodeJS.Timeout | undefined;
    let isSettled = false;
    const settle = (action: () => void) => {
      isSettled = true;
      clearTimeout(timer);
      action();
    };
    const next = () => {
      if (isSettled) return;
      clearTimeout(timer);
      const { value: candidate, done } = left.next();
      if (done) {
        if (inFlight.size === 0) settle(() => resolve(undefined));
        return;
      }
      inFlight.add(candidate);
      timer = setTimeout(next, silenceMs);
      attempt(candidate).then(
        (result) => {
          inFlight.delete(candidate);
          if (result === undefined) next();
          else settle(() => resolve({ result, overtaken: [...inFlight] }));
        },
        (error: unknown) => settle(() => reject(error)),
      );
    };
    next();
  });
}
