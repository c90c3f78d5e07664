let isLost = false;

/** The text of a number that a decoder reads as a text; as it was sent, it may have been another. */
export function spellingOf(value: number): string {
  isLost = true;
  return String(value);
}

/** Runs a decoder; tells whether it read a number as a text. */
export function watchingSpelling<T>(decode: () => T): { readonly decoded: T; readonly isLost: boolean } {
  isLost = false;
  const decoded = decode();
  return { decoded, isLost };
}
