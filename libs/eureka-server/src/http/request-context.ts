import {
  isInstanceStatus,
  replicationHeader,
  type Detail,
  type InstanceStatus,
  type WireForm,
  type WireFormat,
} from '@eureka-nest/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Origin } from '../core/registry/heartbeat.js';

export type EurekaRequest = FastifyRequest<{
  Querystring: Readonly<Partial<Record<string, string | readonly string[]>>>;
}>;

/** A request for a resource of the wire, and how it is to be answered. */
export interface RequestContext {
  readonly request: EurekaRequest;
  readonly reply: FastifyReply;
  /** The application in the path, in upper case; empty where the path has none, as is the next one. */
  readonly app: string;
  /** The other name in the path: an instance, a vip. */
  readonly name: string;
  readonly version: WireForm['version'];
  readonly format: WireFormat;
  readonly keptFormat: WireFormat;
}

export type Handler = (call: RequestContext) => unknown;

/** QUIRK(PeerEurekaNode): the header's value counts to the letter, `TRUE` is a client. */
export const originOf = ({ headers }: EurekaRequest): Origin =>
  headers[replicationHeader] === 'true' ? 'peer' : 'client';

/** QUIRK(EurekaAccept.fromString): anything but the one word, in any case, means everything. */
export const detailOf = ({ headers }: EurekaRequest): Detail =>
  String(headers['x-eureka-accept']).toLowerCase() === 'compact' ? 'compact' : 'full';

/** Of a parameter that is given several times the first counts. */
export function parameterOf({ query }: EurekaRequest, name: string): string | undefined {
  const value = query[name];
  return typeof value === 'object' ? value[0] : value;
}

/** A parameter that cannot be understood. */
export const invalid = Symbol('invalid');

/**
 * Absent where the parameter is; QUIRK(Long.valueOf): an empty one is invalid, a negative one is not. Java has 64 bits: one beyond 53
 * would come back as another, and at the end of the 64 as none that its readers take.
 */
export function dirtyTimestampOf(request: EurekaRequest): number | undefined | typeof invalid {
  const text = parameterOf(request, 'lastDirtyTimestamp');
  if (text === undefined) return undefined;
  return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : invalid;
}

export function statusParameter(text: string | undefined): InstanceStatus | undefined | typeof invalid {
  if (text === undefined) return undefined;
  return isInstanceStatus(text) ? text : invalid;
}
