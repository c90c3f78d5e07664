import { every, type Stop } from '@eureka-nest/runtime/time';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LoadBalancer } from '../load-balancer.js';
import { channels, type TryMessage } from '../observability/channels.js';
import { CallRecord, publishedCall, targetOf, type PublishedCall } from './call-record.js';

/** Data of an event `calls`. */
export interface CallsEvent {
  /** Key of this process at the registry, `APP/instanceId`; empty if it has none. */
  readonly key: string;
  /** Calls since the event before; in the first event the last 50. */
  readonly calls: readonly PublishedCall[];
  /** Instances that are ejected now. */
  readonly ejected: readonly string[];
  /** Age of the list of instances. */
  readonly copyAgeMs?: number;
  /** Registry that the list is from. */
  readonly registry?: string;
}

export interface PublishedCallsParts {
  readonly balancer: LoadBalancer;
  /** Says who calls; it is asked for each event. */
  readonly consumer?: () => { readonly key?: string | undefined; readonly registry?: string | undefined };
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/** Shortest time between two events. */
const intervalMs = 250;
/** Events without a new call that are left out, so that the age of the list arrives every 2 s. */
const quietTurns = 8;
const callsInFirstEvent = 50;
/** Limits of one event, which a console reads up to 64 kB of; the last ones are in it. */
const mostInEvent = 100;
const maxReaders = 20;
/** A reader with more unsent bytes misses events until its network has caught up. */
const maxUnsentBytes = 256 * 1024;

/**
 * Publishes the calls of this process as server-sent events: who was called, when, how long it
 * took and how it ended. Calls are recorded from the construction until `close`. An event is made
 * once for all readers, and none without a reader.
 */
export class PublishedCalls {
  private readonly record = new CallRecord();
  private readonly readers = new Set<ServerResponse>();
  private readonly clock: () => number;
  private sent = 0;
  private quiet = 0;
  private stopTimer: Stop | undefined;

  constructor(private readonly parts: PublishedCallsParts) {
    this.clock = parts.clock ?? Date.now;
    channels.try.subscribe(this.onTry);
  }

  /** Handles a GET of the path at which the calls are published. */
  readonly handle = (_request: IncomingMessage, response: ServerResponse): void => {
    if (this.readers.size >= maxReaders) {
      const headers = { 'content-type': 'text/plain', 'retry-after': '10' };
      return void response.writeHead(503, headers).end(`${maxReaders} readers already follow the calls`);
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.on('close', () => this.leave(response));
    this.flush();
    this.readers.add(response);
    response.write(this.event(this.record.since(0, callsInFirstEvent)));
    this.stopTimer ??= every(intervalMs, () => this.tick());
  };

  /** Sends what is new to all readers; the timer does so while there is one. */
  tick(): void {
    if (this.record.total === this.sent && ++this.quiet < quietTurns) return;
    this.flush();
  }

  /** Ends the recording and all connections. */
  close(): void {
    channels.try.unsubscribe(this.onTry);
    for (const reader of this.readers) reader.end();
  }

  private readonly onTry = (message: unknown): void => {
    this.record.add(publishedCall(message as TryMessage, this.clock()));
  };

  private flush(): void {
    const event = this.readers.size > 0 ? this.event(this.record.since(this.sent, mostInEvent)) : '';
    this.sent = this.record.total;
    this.quiet = 0;
    for (const reader of this.readers) if (reader.writableLength <= maxUnsentBytes) reader.write(event);
  }

  private event(calls: readonly PublishedCall[]): string {
    const { balancer, consumer } = this.parts;
    const { key = '', registry } = consumer?.() ?? {};
    const ejected = [...this.record.services]
      .flatMap((service) => balancer.ejected(service).map((each) => targetOf(service, each)))
      .slice(0, mostInEvent);
    const copyAgeMs = balancer.source.copyAgeMs;
    const data: CallsEvent = {
      key,
      calls,
      ejected,
      ...(copyAgeMs !== undefined && { copyAgeMs: Math.round(copyAgeMs) }),
      ...(registry !== undefined && { registry }),
    };
    return `event: calls\ndata: ${JSON.stringify(data)}\n\n`;
  }

  private leave(reader: ServerResponse): void {
    this.readers.delete(reader);
    if (this.readers.size > 0) return;
    this.stopTimer?.();
    this.stopTimer = undefined;
  }
}
