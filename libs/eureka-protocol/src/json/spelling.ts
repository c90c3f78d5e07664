let isLost = false;

/** The text of a number where a text is meant; it may have been sent with other characters. */
export function spellingOf(value: number): string {
  isLost = true;
  return String(value);
}

/** Runs a decoder. `isLost` is true if it called {@link spellingOf}. */
export function watchingSpelling<T>(decode: () => T): { readonly decoded: T; readonly isLost: boolean } {
  isLost = false;
  const decoded = decode();
  return { decoded, isLost };
}
