import { isInstanceStatus, replicationHeader, type InstanceStatus } from '@eureka-nest/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Origin } from '../core/heartbeat.js';

/** A request for a resource of the wire: `app` comes in upper case, a name that the path has not is empty. */
export type EurekaRequest = FastifyRequest<{
  Params: { readonly app: string; readonly id: string };
  Querystring: Readonly<Partial<Record<string, string | readonly string[]>>>;
}>;

export type Handler = (request: EurekaRequest, reply: FastifyReply) => unknown;

/** QUIRK(PeerEurekaNode): the header's value counts to the letter, `TRUE` is a client. */
export const originOf = ({ headers }: EurekaRequest): Origin =>
  headers[replicationHeader] === 'true' ? 'peer' : 'client';

/** Of a parameter that is given several times the first counts. */
export function parameterOf({ query }: EurekaRequest, name: string): string | undefined {
  const value = query[name];
  return typeof value === 'object' ? value[0] : value;
}

/** A parameter that cannot be understood. */
export const invalid = Symbol('invalid');

/** Absent where the parameter is; QUIRK(Long.valueOf): an empty one is invalid, a negative one is not. */
export function dirtyTimestampOf(request: EurekaRequest): number | undefined | typeof invalid {
  const text = parameterOf(request, 'lastDirtyTimestamp');
  if (text === undefined) return undefined;
  return /^[+-]?\d{1,19}$/.test(text) ? Number(text) : invalid;
}

export function statusOf(text: string | undefined): InstanceStatus | undefined | typeof invalid {
  if (text === undefined) return undefined;
  return isInstanceStatus(text) ? text : invalid;
}
