/** Up to which change of which registry process something is known; only servers of this project's kind tell it. */
export interface Position {
  readonly node: string;
  readonly number: number;
}

/** As in `1f3a9c02.17`; undefined for anything else. */
export function readPosition(text: string | undefined): Position | undefined {
  const [, node, number] = /^([\w-]{1,64})\.(\d{1,15})$/.exec(text ?? '') ?? [];
  return node === undefined ? undefined : { node, number: Number(number) };
}

export const positionText = ({ node, number }: Position): string => `${node}.${number}`;

/** Whether all that `one` knows is known at `other` as well. Of two processes nothing can be said. */
export const isCovered = (one: Position | undefined, other: Position | undefined): boolean =>
  one !== undefined && one.node === other?.node && one.number <= other.number;
