import { setTimeout as pause } from 'node:timers/promises';
import { get } from '../../harness/http.js';
import { atTheEnd } from './cleanup-stack.js';

/** Reads whole registries, one after the other, and takes the time. */
export class ReadTimes {
  private times: number[] = [];
  private goesOn = true;
  private readonly reading: Promise<void>;

  constructor(private readonly bases: readonly string[]) {
    atTheEnd(() => this.stop());
    this.reading = this.read();
  }

  /** From now on these count; gives those before, in ms. */
  begin(): readonly number[] {
    const before = this.times;
    this.times = [];
    return before;
  }

  async stop(): Promise<readonly number[]> {
    this.goesOn = false;
    await this.reading;
    return this.times;
  }

  private async read(): Promise<void> {
    while (this.goesOn) {
      for (const base of this.bases) {
        const start = performance.now();
        const { status } = await get(`${base}/eureka/apps`);
        if (status !== 200) throw new Error(`${base} answered ${status}`);
        this.times.push(performance.now() - start);
      }
      await pause(100);
    }
  }
}
