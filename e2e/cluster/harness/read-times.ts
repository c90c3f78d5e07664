import { setTimeout as pause } from 'node:timers/promises';
import { get } from '../../harness/http.js';
import { cleanup } from './cleanup-stack.js';

/** Fetches full registries in turn and records the response times. */
export class ReadTimes {
  private times: number[] = [];
  private isRunning = true;
  private readonly reading: Promise<void>;

  constructor(private readonly bases: readonly string[]) {
    cleanup.defer(() => this.stop());
    this.reading = this.read();
  }

  /** Starts a new measurement; returns the previous response times in ms. */
  begin(): readonly number[] {
    const before = this.times;
    this.times = [];
    return before;
  }

  async stop(): Promise<readonly number[]> {
    this.isRunning = false;
    await this.reading;
    return this.times;
  }

  private async read(): Promise<void> {
    while (this.isRunning) {
      for (const base of this.bases) {
        const start = performance.now();
        const { status } = await get(`${base}/eureka/apps`);
        if (status !== 200) throw new Error(`${base}: status ${status}`);
        this.times.push(performance.now() - start);
      }
      await pause(100);
    }
  }
}
