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

/** A request for a resource, its path parameters, and the form of its response. */
export interface RequestContext {
  readonly request: EurekaRequest;
  readonly reply: FastifyReply;
  /** Application in the path, in upper case; empty if the path has none. */
  readonly app: string;
  /** Second name in the path, an instance id or a vip; empty if the path has none. */
  readonly name: string;
  readonly version: WireForm['version'];
  /** Format of a document made for this request. */
  readonly format: WireFormat;
  /** Format of a cached document. */
  readonly cachedFormat: WireFormat;
}

export type Handler = (context: RequestContext) => unknown;

/** QUIRK(PeerEurekaNode): the header must be exactly `true`; `TRUE` is a client. */
export const requestOrigin = ({ headers }: EurekaRequest): Origin =>
  headers[replicationHeader] === 'true' ? 'peer' : 'client';

/** QUIRK(EurekaAccept.fromString): any value but `compact`, in any case, means full. */
export const acceptedDetail = ({ headers }: EurekaRequest): Detail =>
  String(headers['x-eureka-accept']).toLowerCase() === 'compact' ? 'compact' : 'full';

/** Value of a query parameter; the first one if it is repeated. */
export function queryParameter({ query }: EurekaRequest, name: string): string | undefined {
  const value = query[name];
  return typeof value === 'object' ? value[0] : value;
}

/** Marks a parameter that cannot be parsed. */
export const invalid = Symbol('invalid');

/**
 * Parses `lastDirtyTimestamp`; undefined if it is absent.
 * QUIRK(Long.valueOf): an empty one is invalid, a negative one is not. Java's long has 64 bits, a
 * JS number 53: larger values would be corrupted, so they are rejected.
 */
export function dirtyTimestampParameter(request: EurekaRequest): number | undefined | typeof invalid {
  const text = queryParameter(request, 'lastDirtyTimestamp');
  if (text === undefined) return undefined;
  return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : invalid;
}

export function parseStatus(text: string | undefined): InstanceStatus | undefined | typeof invalid {
  if (text === undefined) return undefined;
  return isInstanceStatus(text) ? text : invalid;
}
