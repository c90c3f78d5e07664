import { hostAndPort, type Candidate } from '../core/instance-source.js';
import { classifyFailure, isTimeout } from '../core/retry/failure.js';
import type { TryMessage } from '../observability/channels.js';

/** One try of a call, in names and numbers only: no path, no header, no text of an error. */
export interface PublishedCall {
  readonly service: string;
  /** `APP/instanceId`; the URL of an instance without an id of its own. */
  readonly target: string;
  /** Epoch milliseconds of its end. */
  readonly at: number;
  readonly ms: number;
  readonly outcome: 'ok' | 'failed' | 'refused' | 'timeout' | 'aborted';
  /** HTTP status, if there was a response. */
  readonly status?: number;
}

/** The last calls, oldest first. Older ones make room, so its size is bounded. */
export class CallRecord {
  /** Number of calls recorded so far, also of those that were dropped. */
  total = 0;
  private readonly calls: PublishedCall[] = [];

  constructor(private readonly limit = 200) {}

  add(call: PublishedCall): void {
    this.calls[this.total++ % this.limit] = call;
  }

  /** The calls after the first `seen` that are still here; at most the last `most`. */
  since(seen: number, most = this.limit): readonly PublishedCall[] {
    const count = Math.max(0, Math.min(this.total - seen, this.calls.length, most));
    return Array.from({ length: count }, (_, at) => this.calls[(this.total - count + at) % this.limit]!);
  }

  /** Services of the recorded calls. */
  get services(): ReadonlySet<string> {
    return new Set(this.calls.map(({ service }) => service));
  }
}

export function publishedCall(message: TryMessage, at: number): PublishedCall {
  const { service, candidate, tookMs, status } = message;
  const ms = Math.round(tookMs * 10) / 10;
  const outcome = outcomeOf(message);
  return {
    service,
    target: targetOf(service, candidate),
    at,
    ms,
    outcome,
    ...(status !== undefined && { status }),
  };
}

/**
 * Key of an instance at the registry. A Eureka client's instances carry the name of their
 * application, which differs from the service's if that was looked up by a virtual host name.
 */
export function targetOf(service: string, candidate: Candidate & { readonly serviceId?: unknown }): string {
  const address = hostAndPort(candidate);
  if (candidate.instanceId === address) return `${candidate.secure ? 'https' : 'http'}://${address}`;
  const app = typeof candidate.serviceId === 'string' ? candidate.serviceId : service.toUpperCase();
  return `${app}/${candidate.instanceId}`;
}

const connectTimeouts = new Set<unknown>(['LB_CONNECT_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);

function outcomeOf({ outcome, error }: TryMessage): PublishedCall['outcome'] {
  if (outcome === 'good') return 'ok';
  if (outcome === 'bad') return 'failed';
  if (outcome === 'cancelled') return 'aborted';
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (isTimeout(error) || connectTimeouts.has(code)) return 'timeout';
  return classifyFailure(error) === 'nothing-sent' ? 'refused' : 'failed';
}
