import type { Message } from '@eureka-nest/cluster-view';
import type { PlayMessage } from '@eureka-nest/playground';

/** Time that a message travels in the picture, in ms of the reader's time. */
export const FLIGHT_MS = 650;
/** Longest time that a response waits for its request to arrive in the picture. */
const MAX_LAG_MS = 1_500;
const MAX_FLIGHTS = 80;
/** Simulated time within which a message counts as the reply to one that arrived. */
const REPLY_MS = 1_000;

interface Flight {
  readonly message: PlayMessage;
  readonly from: number;
  readonly until: number;
}

/**
 * Messages as the picture shows them. In the simulated network a message takes some ms, too short
 * to be seen; here each one travels as long as the eye needs, and a reply sets out once its cause
 * has arrived.
 */
export class Flights {
  private flights: Flight[] = [];
  private lastId = 0;

  /** Messages sent since the last call set out. Times are those of the reader. */
  add(messages: readonly PlayMessage[], wall: number, flightMs = FLIGHT_MS): void {
    this.flights = this.flights.filter(({ until }) => until > wall);
    for (const message of messages) {
      if (message.id <= this.lastId) continue;
      this.lastId = message.id;
      const from = Math.min(Math.max(wall, this.causeEnd(message)), wall + MAX_LAG_MS);
      this.flights.push({ message, from, until: from + flightMs });
    }
    if (this.flights.length > MAX_FLIGHTS) this.flights.splice(0, this.flights.length - MAX_FLIGHTS);
  }

  /** Forgets all messages: those up to this id will not set out again. */
  reset(messages: readonly PlayMessage[]): void {
    this.flights = [];
    this.lastId = messages.reduce((last, { id }) => Math.max(last, id), 0);
  }

  /** Messages for the picture at a time of the run, which stands still for them. */
  shown(wall: number, now: number): readonly Message[] {
    return this.flights.flatMap(({ message, from, until }) => {
      if (wall < from || wall >= until) return [];
      const { id, kind, outcome } = message;
      const sentAt = now - (wall - from);
      return {
        id,
        from: message.from,
        to: message.to,
        kind,
        outcome,
        sentAt,
        arrivesAt: sentAt + until - from,
      };
    });
  }

  isIdle(wall: number): boolean {
    return this.flights.every(({ until }) => until <= wall);
  }

  /** Time at which the message arrives, in the picture, that this one replies to. */
  private causeEnd({ from, sentAt }: PlayMessage): number {
    const isCause = ({ message: cause }: Flight) =>
      cause.to === from && cause.arrivesAt <= sentAt && sentAt - cause.arrivesAt < REPLY_MS;
    return this.flights.reduce((end, each) => (isCause(each) ? Math.max(end, each.until) : end), 0);
  }
}
