import { randomUUID } from 'node:crypto';

/** Id of this process, by which servers recognize each other and themselves at any address. */
export const newNodeId = (): string => randomUUID();
