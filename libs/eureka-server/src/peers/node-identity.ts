import { randomUUID } from 'node:crypto';

/** Id of this process, by which servers recognize each other and themselves at any address. */
export const newNodeId = (): string => randomUUID();

/** Monotonic clock of this process; unlike the wall clock it is never set. */
export const uptimeMs = (): number => Math.floor(performance.now());
