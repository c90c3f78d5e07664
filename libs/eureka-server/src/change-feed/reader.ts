import type { Detail } from '@eureka-nest/protocol';

/** A connection's way out. */
export interface Outlet {
  /** How many bytes wait in this process, in the place of the network. */
  readonly unsent: number;
  write(bytes: Buffer): void;
  /** After what waits. */
  end(): void;
  destroy(): void;
}

/** How long a reader that was cut may take to read what it was sent before. */
const PATIENCE_MS = 30_000;

/** Somebody who follows the changes, at the pace that the network and itself allow. */
export class Reader {
  private cutAt: number | undefined;

  constructor(
    readonly detail: Detail,
    private readonly outlet: Outlet,
    private readonly mostUnsent: number,
  ) {}

  greet(bytes: Buffer): void {
    this.outlet.write(bytes);
  }

  /** @param now of a clock that nobody sets */
  tell(event: Buffer, now: number): void {
    if (this.cutAt !== undefined) return;
    if (this.outlet.unsent > this.mostUnsent) this.cutAt = now;
    else this.outlet.write(event);
  }

  /** To be called when nothing waits any more: who missed something hears of that, once. */
  drained(resync: () => Buffer): void {
    if (this.cutAt === undefined || this.outlet.unsent > 0) return;
    this.cutAt = undefined;
    this.outlet.write(resync());
  }

  /** What waits for it shows well enough that the connection is alive. */
  keepAlive(bytes: Buffer): void {
    if (this.cutAt === undefined && this.outlet.unsent === 0) this.outlet.write(bytes);
  }

  /** Hangs up on one that does not read; says whether it did. */
  giveUp(now: number): boolean {
    if (this.cutAt === undefined || now - this.cutAt < PATIENCE_MS) return false;
    this.outlet.destroy();
    return true;
  }

  /** In order, where nothing waits: who does not read would keep this server from stopping. */
  end(): void {
    if (this.outlet.unsent > 0) this.outlet.destroy();
    else this.outlet.end();
  }
}
