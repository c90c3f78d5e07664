/** What is sent: made late where it is much, or one after the other, of which the last counts. */
export type Sent = Buffer | (() => Buffer) | readonly Buffer[];

/**
 * One bad request: what it is, its bytes, the status it is answered with, and words of the answer's body; without words the
 * body of a refusal is empty.
 */
export type Row = [name: string, sent: Sent, status: number, says?: string];
