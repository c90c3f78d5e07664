import type { Logger } from '@nestjs/common';

export type PresenceState = 'not asked yet' | 'up' | 'away';

/** Whether a peer answers; a change is told once, however often it is asked. */
export class Presence {
  private is: PresenceState = 'not asked yet';

  constructor(
    private readonly url: string,
    private readonly logger: Pick<Logger, 'log' | 'warn'>,
  ) {}

  get state(): PresenceState {
    return this.is;
  }

  answered(): void {
    if (this.is !== 'up') this.logger.log(`peer ${this.url} is up`);
    this.is = 'up';
  }

  failed(reason: string): void {
    if (this.is === 'not asked yet') this.logger.log(`peer ${this.url} is not up yet: retrying (${reason})`);
    if (this.is === 'up') this.logger.warn(`peer ${this.url} went away: retrying (${reason})`);
    this.is = 'away';
  }
}
