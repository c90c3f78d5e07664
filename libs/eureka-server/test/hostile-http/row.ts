/** Bytes to send: made lazily if they are many; of several requests the last one counts. */
export type Sent = Buffer | (() => Buffer) | readonly Buffer[];

/**
 * One hostile request: description, bytes, status of the response, and a part of the response's
 * body. Without that part the body of a refusal must be empty.
 */
export type HostileRow = [name: string, sent: Sent, status: number, says?: string];
