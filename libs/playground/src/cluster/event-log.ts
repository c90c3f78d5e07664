import type { MessageKind } from './messages.js';

/**
 * `event`: what the scenario does. `process`: what a process logs. `message`: a message of a change
 * or a call. `traffic`: a message that is sent for ever, such as a heartbeat.
 */
export type LogLevel = 'event' | 'process' | 'message' | 'traffic';

export interface LogLine {
  readonly at: number;
  readonly level: LogLevel;
  readonly text: string;
  /** Id of the message that the line reports. */
  readonly message?: number;
}

export const levelOf = (kind: MessageKind): LogLevel =>
  kind === 'register' || kind === 'call' || kind === 'change' ? 'message' : 'traffic';

export class EventLog {
  readonly lines: LogLine[] = [];

  constructor(private readonly now: () => number) {}

  add(level: LogLevel, text: string, message?: number): void {
    this.lines.push({ at: this.now(), level, text, ...(message !== undefined && { message }) });
  }
}

/** A line as text: `  12.500  payment-8003 is killed`. */
export const logText = ({ at, text }: LogLine): string => `${(at / 1_000).toFixed(3).padStart(9)}  ${text}`;
