import { channel } from 'node:diagnostics_channel';
import type { NoInstanceError } from '../core/errors.js';
import type { Candidate } from '../core/instance-source.js';
import type { Outcome } from '../core/pool/pool-member.js';

/** One try of a call has ended. */
export interface TryMessage {
  readonly service: string;
  readonly candidate: Candidate;
  /** Number of the try within its call, from 0. */
  readonly number: number;
  readonly tookMs: number;
  readonly outcome: Outcome;
  /** HTTP status, if there was a response. */
  readonly status?: number;
  readonly error?: unknown;
}

/** An instance was ejected or readmitted. */
export interface EjectionMessage {
  readonly service: string;
  readonly candidate: Candidate;
  readonly why: string;
}

/** A call found no usable instance. */
export interface NoInstanceMessage {
  readonly service: string;
  readonly error: NoInstanceError;
}

/** Channels of node:diagnostics_channel; without a subscriber they cost nothing. */
export const channels = {
  try: channel('eureka-nest.load-balancer.try'),
  ejected: channel('eureka-nest.load-balancer.ejected'),
  readmitted: channel('eureka-nest.load-balancer.readmitted'),
  noInstance: channel('eureka-nest.load-balancer.no-instance'),
} as const;
