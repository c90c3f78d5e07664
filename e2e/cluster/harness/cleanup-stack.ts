const closings: (() => unknown)[] = [];

/** Done when the spec file is through, whatever became of its tests; the last first. */
export const atTheEnd = (close: () => unknown): void => void closings.push(close);

export async function closeAll(): Promise<void> {
  for (const close of closings.splice(0).toReversed()) await close();
}
