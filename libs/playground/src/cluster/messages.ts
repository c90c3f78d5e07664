import type { Message } from '@eureka-nest/cluster-view';
import type { Transmission } from '@eureka-nest/server/simulation';
import type { SourceRegion } from './source-regions.js';

export interface HttpRequest {
  readonly method: string;
  /** Path with query, relative to the root of the server. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type MessageKind = Message['kind'];

/** A message that can be opened: what is on the wire, and the code that decides what follows. */
export interface PlayMessage extends Message {
  readonly id: number;
  readonly outcome: 'ok' | 'failed' | 'lost';
  /** Request line, status line, or the name of an event of the feed. */
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or the text of an event; `xmlOf` has the same document as XML. */
  readonly body: string;
  readonly decides: SourceRegion;
}

/** A request with its text, as the network of the playground carries it. */
export interface PlayTransmission extends Transmission<HttpResponse> {
  readonly kind: MessageKind;
  readonly request: HttpRequest;
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  404: 'Not Found',
  409: 'Conflict',
  503: 'Service Unavailable',
};

export const statusLine = (status: number): string => `HTTP/1.1 ${status} ${reasons[status] ?? ''}`.trimEnd();
export const requestLine = ({ method, path }: HttpRequest): string => `${method} ${path} HTTP/1.1`;

/** Number of messages that are retained after they have arrived. */
const MAX_PAST = 300;

/** Messages of a run, those in flight and the latest of those that have arrived. */
export class Messages {
  private all: PlayMessage[] = [];
  private count = 0;

  /** Adds a message; returns its id. */
  add(message: Omit<PlayMessage, 'id'>): number {
    this.all.push({ id: (this.count += 1), ...message });
    const isRecent = (each: PlayMessage, index: number) =>
      each.arrivesAt > message.sentAt || index >= this.all.length - MAX_PAST;
    if (this.all.length >= 4 * MAX_PAST) this.all = this.all.filter(isRecent);
    return this.count;
  }

  inFlight(now: number): readonly PlayMessage[] {
    return this.all.filter(({ sentAt, arrivesAt }) => sentAt <= now && now < arrivesAt);
  }

  /** Messages that have arrived, the latest last. */
  past(now: number): readonly PlayMessage[] {
    return this.all.filter(({ arrivesAt }) => arrivesAt <= now).slice(-MAX_PAST);
  }
}
