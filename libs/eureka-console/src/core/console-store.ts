import type {
  ConsoleActivity,
  ConsoleEvents,
  ConsoleHello,
  ConsoleInstance,
  ConsoleMinute,
} from '@eureka-nest/protocol/console';
import { CallLog } from './call-log.js';
import { RegistryCopy } from './registry-copy.js';

/** Part of the store that an event changed; only the views of it are drawn again. */
export type Topic = 'hello' | 'instances' | 'heartbeats' | 'state' | 'activity' | 'calls';

/** Keys whose rows changed since they were last taken; `all` after a snapshot. */
export interface Changes {
  readonly all: boolean;
  readonly keys: ReadonlySet<string>;
}

const activityLimit = 1_000;
const historyLimit = 24 * 60;

/**
 * Applies the events of a registry. What it does not know it ignores, so that a newer registry
 * may send more.
 */
export class ConsoleStore {
  hello?: ConsoleHello;
  state?: ConsoleEvents['state'];
  copy = new RegistryCopy();
  readonly calls = new CallLog();
  /** Newest first. */
  activity: readonly ConsoleActivity[] = [];
  history: readonly ConsoleMinute[] = [];
  /** True as soon as one snapshot is complete. */
  hasSnapshot = false;
  renewed: readonly string[] = [];
  private incoming?: { readonly copy: RegistryCopy; readonly touched: Set<string> };
  private changed = new Set<string>();
  private allChanged = false;

  apply(event: string, data: unknown): Topic | undefined {
    const applied = this.appliers[event as keyof ConsoleEvents] as ((data: unknown) => Topic) | undefined;
    if (!Object.hasOwn(this.appliers, event) || !applied) return undefined;
    if (typeof data !== 'object' || data === null) return undefined;
    return applied(data);
  }

  takeChanges(): Changes {
    const taken = { all: this.allChanged, keys: this.changed };
    this.changed = new Set();
    this.allChanged = false;
    return taken;
  }

  private readonly appliers: { [Name in keyof ConsoleEvents]: (data: ConsoleEvents[Name]) => Topic } = {
    hello: (hello) => {
      const isAnother = this.hello?.node !== hello.node || this.hello?.startedAt !== hello.startedAt;
      if (isAnother) this.activity = [];
      this.hello = hello;
      this.history = hello.history ?? [];
      this.calls.clear();
      this.incoming = undefined;
      return 'hello';
    },
    instances: ({ part, isLast, instances = [] }) => {
      if (part === 0 || !this.incoming) this.incoming = { copy: new RegistryCopy(), touched: new Set() };
      const { copy, touched } = this.incoming;
      // A change that came between two parts is newer than the parts.
      for (const each of instances) if (!touched.has(each.key)) copy.put(each);
      if (!isLast) return 'hello';
      this.copy = copy;
      this.incoming = undefined;
      this.hasSnapshot = true;
      this.allChanged = true;
      return 'instances';
    },
    changes: ({ put = [], removed = [] }) => {
      for (const each of put) this.each(each.key, (copy) => copy.put(each as ConsoleInstance));
      for (const key of removed) this.each(key, (copy) => copy.remove(key));
      return 'instances';
    },
    heartbeats: ({ at: now, renewed = [] }) => {
      this.renewed = renewed.flatMap(([key, at]) => {
        this.incoming?.copy.renew(key, at, now);
        return this.copy.renew(key, at, now) ? [key] : [];
      });
      return 'heartbeats';
    },
    state: (state) => {
      this.state = state;
      this.addMinute(state.minute);
      return 'state';
    },
    activity: ({ entries = [] }) => {
      const known = new Set(this.activity.map(({ number }) => number));
      const news = entries.filter(({ number }) => !known.has(number));
      this.activity = [...this.activity, ...news].sort((a, b) => b.number - a.number).slice(0, activityLimit);
      return 'activity';
    },
    calls: ({ consumers = [] }) => {
      for (const each of consumers) this.calls.add(each);
      return 'calls';
    },
  };

  private each(key: string, act: (copy: RegistryCopy) => void): void {
    act(this.copy);
    if (this.incoming) {
      act(this.incoming.copy);
      this.incoming.touched.add(key);
    }
    this.changed.add(key);
  }

  /** Adds a point to the chart when a minute has ended. A clock that was set back removes some. */
  private addMinute(minute: ConsoleMinute | undefined): void {
    if (!minute || minute.at === this.history.at(-1)?.at) return;
    const before = this.history.filter(({ at }) => at < minute.at);
    this.history = [...before, minute].slice(-historyLimit);
  }
}
