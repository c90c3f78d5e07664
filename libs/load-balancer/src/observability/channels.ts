import { channel } from 'node:diagnostics_channel';
import type { NoInstanceError } from '../core/errors.js';
import type { Outcome } from '../core/ejection.js';
import type { Candidate } from '../core/instance-source.js';

/** One try of a call has ended. */
export interface TryMessage {
  readonly service: string;
  readonly candidate: Candidate;
  /** From 0 on. */
  readonly number: number;
  readonly tookMs: number;
  readonly outcome: Outcome;
  readonly error?: unknown;
}

/** An instance is left out, or called again. */
export interface ChangeMessage {
  readonly service: string;
  readonly candidate: Candidate;
  readonly why: string;
}

export interface NoInstanceMessage {
  readonly service: string;
  readonly error: NoInstanceError;
}

/** What goes on, for whoever subscribes (node:diagnostics_channel); costs nothing while nobody does. */
export const channels = {
  try: channel('eureka-nest.load-balancer.try'),
  ejected: channel('eureka-nest.load-balancer.ejected'),
  readmitted: channel('eureka-nest.load-balancer.readmitted'),
  noInstance: channel('eureka-nest.load-balancer.no-instance'),
} as const;
