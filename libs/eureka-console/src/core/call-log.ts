import type { ConsoleCall, ConsoleConsumer } from '@eureka-nest/protocol/console';

export interface Caller {
  readonly consumer: ConsoleConsumer;
  /** The last calls, oldest first. */
  readonly calls: readonly ConsoleCall[];
}

const kept = 200;

/** The last calls of each consumer. A call that is reported twice counts once. */
export class CallLog {
  readonly callers = new Map<string, Caller>();
  /** Calls of the last report that were new, by the consumer's key. */
  fresh: readonly { readonly from: string; readonly call: ConsoleCall }[] = [];

  add(consumer: ConsoleConsumer): void {
    if (typeof consumer?.key !== 'string') return;
    const caller = this.callers.get(consumer.key);
    const before = caller?.calls ?? [];
    const known = new Set(before.map(mark));
    const news = (consumer.calls ?? []).filter((call) => !known.has(mark(call)));
    const calls = [...before, ...news].sort((a, b) => a.at - b.at).slice(-kept);
    this.callers.set(consumer.key, { consumer: { ...consumer, ejected: consumer.ejected ?? [] }, calls });
    // The first report of a consumer is history.
    if (caller) this.fresh = [...this.fresh, ...news.map((call) => ({ from: consumer.key, call }))];
  }

  takeFresh(): CallLog['fresh'] {
    const taken = this.fresh;
    this.fresh = [];
    return taken;
  }

  clear(): void {
    this.callers.clear();
    this.fresh = [];
  }
}

const mark = ({ at, ms, target, outcome }: ConsoleCall) => `${at} ${ms} ${target} ${outcome}`;
