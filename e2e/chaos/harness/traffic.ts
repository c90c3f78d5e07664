import { setTimeout as pause } from 'node:timers/promises';
import { consumer, providers } from '../../harness/app-names.js';
import type { Reply } from '../../harness/http.js';
import type { RegistryWatch } from './registry-watch.js';
import type { World } from './world.js';

const readerCount = 20;
const pauseMs = 150;

/** A consumer that has just started or resumed may not yet know a provider for this long. */
export const consumerSettlesMs = 5_000;
/** A provider that has just been listed may not yet be known to the consumer for this long. */
export const providerSettlesMs = 5_000;

/** Twenty readers and a writer that call the consumer. */
export class Traffic {
  gets = 0;
  failedGets = 0;
  /** Serials whose create was acknowledged. */
  readonly acknowledged: string[] = [];
  /** Serials whose create failed: stored at most once. */
  readonly failed: string[] = [];
  private isRunning = true;
  private readonly running: Promise<unknown>;

  constructor(
    private readonly world: World,
    private readonly watch: RegistryWatch,
  ) {
    const readers = Array.from({ length: readerCount }, () => this.read());
    this.running = Promise.all([...readers, this.write()]);
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await this.running;
  }

  private async read(): Promise<void> {
    while (this.isRunning) {
      const start = performance.now();
      const outcome = await this.world.demo.ask('/consumer/payment/get/31').catch((error: Error) => error);
      this.gets++;
      if (!isPayment(outcome)) this.judge(start, outcome);
      await pause(pauseMs);
    }
  }

  private async write(): Promise<void> {
    for (let call = 0; this.isRunning; call++) {
      const serial = `chaos-${call}`;
      const reply = await this.world.demo
        .ask(`/consumer/payment/create?serial=${serial}`)
        .catch(() => undefined);
      (isCreated(reply) ? this.acknowledged : this.failed).push(serial);
      await pause(pauseMs);
    }
  }

  /** A failed GET is a violation if a provider was listed and undisturbed all the time. */
  private judge(start: number, outcome: Reply | Error): void {
    this.failedGets++;
    const { steadiness, chronicle } = this.world;
    if (!(steadiness.since(consumer) + consumerSettlesMs <= start))
      return chronicle.excuse('the consumer was disturbed');
    const healthy = providers.filter((each) => this.watch.knownSince(each) + providerSettlesMs <= start);
    if (healthy.length === 0) return chronicle.excuse('no provider was listed and undisturbed');
    const tookMs = Math.round(performance.now() - start);
    const text =
      outcome instanceof Error ? outcome.message : `${outcome.status} ${outcome.text.slice(0, 300)}`;
    chronicle.violation(`a GET failed after ${tookMs} ms while ${healthy.join(', ')} was healthy: ${text}`);
  }
}

function isPayment(outcome: Reply | Error): boolean {
  if (outcome instanceof Error) return false;
  return outcome.status === 200 && (outcome.body as { data?: { id?: number } }).data?.id === 31;
}

function isCreated(reply: Reply | undefined): boolean {
  return reply?.status === 200 && (reply.body as { code?: number; data?: number }).data === 1;
}
