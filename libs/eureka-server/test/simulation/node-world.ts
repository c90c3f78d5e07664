import type { InstanceStatus } from '@eureka-nest/protocol';
import type { EventQueue } from '../../src/simulation/event-queue.js';
import type { Network } from '../../src/simulation/network.js';
import type { Parts } from '../../src/simulation/server-process.js';

/** Instance as a registry lists it. */
export interface Row {
  readonly status: InstanceStatus;
  readonly overriddenStatus: InstanceStatus;
  readonly lastDirtyTimestamp: number;
  readonly version: string | undefined;
  readonly tag: string | undefined;
}

export interface NodeWorld {
  readonly queue: EventQueue;
  readonly network: Network;
  readonly parts: Parts;
  readonly seed: number;
  readonly capacity: number;
  readonly selfPreservation: boolean;
  readonly asJava: boolean;
  readonly trace: (line: () => string) => void;
  /** Names of all instances of the story. */
  readonly clients: readonly string[];
  /** Called with the instances that a registry no longer lists, and their last versions. */
  readonly gone: (stamps: ReadonlyMap<string, number>, how: 'by client' | 'by peer' | 'evicted') => void;
  readonly violation: (what: string) => void;
}
