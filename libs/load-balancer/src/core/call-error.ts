const originals = new WeakMap<object, Error>();

/**
 * Error that ends a call. An adapter whose library has an error class of its own throws that in its
 * place; it is an instance of this class too, see {@link standInFor}.
 */
export class CallError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    const isInstance = (each: unknown) => Function.prototype[Symbol.hasInstance].call(this, each);
    if (typeof value !== 'object' || value === null) return false;
    return isInstance(value) || isInstance(originals.get(value));
  }
}

/** Gives an error the fields and the cause of another, and makes it an instance of its class. */
export function standInFor<E extends Error>(original: CallError, error: E): E {
  const { cause } = original;
  Object.assign(error, original);
  if (cause !== undefined)
    Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true });
  originals.set(error, original);
  return error;
}
