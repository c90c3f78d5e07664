import type { ConsoleFailureCode } from '@eureka-nest/protocol/console';

/** Reason of a failure; a code is worded in the reader's language. */
export interface Failure {
  readonly message: string;
  /** `no-response`: the request itself failed; `peers-changed`: another peer has that place now. */
  readonly code?: ConsoleFailureCode | 'no-response' | 'peers-changed' | undefined;
}

export class RequestError extends Error implements Failure {
  constructor(
    message: string,
    readonly code: Failure['code'],
  ) {
    super(message);
  }
}

/** Failure behind an error; a browser's own text on a failed request is in its own language. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof RequestError) return error;
  const { message } = error as Error;
  return error instanceof TypeError ? { message, code: 'no-response' } : { message };
};

/** Codes whose message names details that the words lack. */
const detailed: readonly unknown[] = ['unsafe-metadata', 'no-response'];

/** Text of a failure: the words for its code, or what was sent. */
export function failureText({ code, message }: Failure, words: Readonly<Record<string, string>>): string {
  const text = code !== undefined && Object.hasOwn(words, code) ? words[code]! : undefined;
  if (text === undefined) return message;
  return detailed.includes(code) && message ? `${text} (${message})` : text;
}
