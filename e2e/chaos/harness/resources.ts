import type { Actor, World } from './world.js';
import { java } from './world.js';

/** A process of ours needs about 100 MB; what grows without bound exceeds this. */
const memoryLimitMb = 250;
/** Lines a minute, apart from those about a single request. */
const linesLimitPerMinute = 100;
const requestLine = /\*\*\*\*\*|Controller\]|\[Http\]/;

/** Checks memory and log lines of our processes. */
export class Resources {
  private readonly counted = new WeakMap<object, number>();
  private readonly countedAt = new WeakMap<object, number>();
  readonly peakMb = new Map<Actor, number>();
  readonly peakLines = new Map<Actor, number>();

  constructor(private readonly world: World) {}

  check(): void {
    for (const actor of this.world.everyone) if (actor !== java) this.checkOne(actor);
  }

  private checkOne(actor: Actor): void {
    const process = this.world.process(actor);
    const { chronicle } = this.world;
    const mb = Math.round(process.residentMb);
    this.peakMb.set(actor, Math.max(mb, this.peakMb.get(actor) ?? 0));
    if (mb > memoryLimitMb) chronicle.violation(`${actor} needs ${mb} MB`);
    const from = this.counted.get(process) ?? 0;
    const lines = process.lines.slice(from).filter((line) => !requestLine.test(line));
    const now = performance.now();
    const minutes = Math.max(1, (now - (this.countedAt.get(process) ?? now)) / 60_000);
    const rate = Math.round(lines.length / minutes);
    this.peakLines.set(actor, Math.max(rate, this.peakLines.get(actor) ?? 0));
    if (rate > linesLimitPerMinute)
      chronicle.violation(
        `${actor} logged ${lines.length} lines in ${minutes.toFixed(1)} min: ${lines.slice(0, 5).join(' | ')}`,
      );
    this.counted.set(process, process.lines.length);
    this.countedAt.set(process, now);
  }
}
