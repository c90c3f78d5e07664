/**
 * Response header: the feed position of this response. A reader that starts there misses nothing.
 */
export const positionHeader = 'eureka-nest-position';

/** A place in the change feed of one registry process: everything up to this change is known. */
export interface Position {
  /**
   * Change numbers start anew with each process, so the id of the process is part of a position.
   */
  readonly node: string;
  readonly number: number;
}

/** Format: node id, dot, change number, as in `1f3a9c02.17`. */
export const positionText = ({ node, number }: Position): string => `${node}.${number}`;

/** Parses what {@link positionText} wrote; undefined for anything else. */
export function readPosition(text: string | undefined): Position | undefined {
  const [, node, number] = /^([\w-]{1,64})\.(\d{1,15})$/.exec(text ?? '') ?? [];
  return node === undefined ? undefined : { node, number: Number(number) };
}

/**
 * True if everything known at `one` is known at `other` too; positions of two processes are not
 * comparable.
 */
export const isCovered = (one: Position | undefined, other: Position | undefined): boolean =>
  one !== undefined && one.node === other?.node && one.number <= other.number;
