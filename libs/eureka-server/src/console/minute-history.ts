import type { ConsoleMinute } from '@eureka-nest/protocol/console';

const MINUTES = 60;

/** Heartbeats of each minute of the last hour. */
export class MinuteHistory {
  private readonly minutes: ConsoleMinute[] = [];

  add(minute: ConsoleMinute): void {
    this.minutes.push(minute);
    if (this.minutes.length > MINUTES) this.minutes.shift();
  }

  get last(): ConsoleMinute | undefined {
    return this.minutes.at(-1);
  }

  /** Oldest first. */
  all(): readonly ConsoleMinute[] {
    return [...this.minutes];
  }
}
