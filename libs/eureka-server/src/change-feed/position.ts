/** Up to which change a reader knows everything. Numbers begin anew with each process, so its name stands in front. */
export interface Position {
  readonly node: string;
  readonly number: number;
}

/** As in `1f3a9c02.17`. */
export const formatPosition = ({ node, number }: Position): string => `${node}.${number}`;

export function parsePosition(text: string): Position | undefined {
  const [, node, number] = /^([\w-]{1,64})\.(\d{1,15})$/.exec(text) ?? [];
  return node === undefined ? undefined : { node, number: Number(number) };
}
