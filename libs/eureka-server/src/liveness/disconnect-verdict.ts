/** What came of an attempt to connect to an instance: somebody took it, its machine said no, or nothing that tells anything. */
export type Seen = 'accepted' | 'refused' | 'silent';

/** What is known of an instance at this moment. */
export interface Standing {
  /** Where it says that it is. */
  readonly address: string;
  /** When itself was heard of last. */
  readonly heardAt: number;
  /** Whether it has another connection. */
  readonly isConnected: boolean;
}

/** That the connection of an instance broke, and what came of looking after it. */
export interface Disconnect {
  readonly brokenAt: number;
  /** Where it could be reached before; the word of another port means nothing. */
  readonly address: string;
  readonly refusedAt: readonly number[];
  /** That it was open still at the first look. */
  readonly openAt?: number;
}

export type Verdict = 'look' | 'wait' | 'take-out' | 'stays';

/** How long after a refusal the port is asked again: a process that starts anew may be between two ports. */
export const AGAIN_MS = 300;

/** Never on the word of one broken connection: the machine itself has to say twice that nobody is there, and nothing may speak against it. */
export function judge(absence: Disconnect, standing: Standing | undefined, now: number): Verdict {
  const { brokenAt, address, refusedAt, openAt } = absence;
  if (!standing || standing.isConnected || standing.address !== address) return 'stays';
  if (standing.heardAt >= brokenAt) return 'stays';
  const [first, second] = refusedAt;
  if (second !== undefined) return 'take-out';
  const lookedAt = first ?? openAt;
  return lookedAt === undefined || now - lookedAt >= AGAIN_MS ? 'look' : 'wait';
}

/** Undefined where it stays, whatever else happens: the port is open, or nobody can say. */
export function withLook(absence: Disconnect, seen: Seen, now: number): Disconnect | undefined {
  const { refusedAt, openAt } = absence;
  if (seen === 'refused') return { ...absence, refusedAt: [...refusedAt, now] };
  // A process that was killed loses its sockets one after the other, and its port may be the last: one look that finds it open is no answer.
  const isFirst = refusedAt.length === 0 && openAt === undefined;
  return seen === 'accepted' && isFirst ? { ...absence, openAt: now } : undefined;
}
