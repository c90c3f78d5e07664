import type { ConsoleEvents, ConsoleHello } from '@eureka-nest/protocol/console';
import { inject, shallowRef, type InjectionKey, type ShallowRef } from 'vue';
import { EventQueue, laterTasks } from '../connection/event-queue.js';
import { EventStream, type Connection } from '../connection/event-stream.js';
import { eventsUrl } from '../connection/requests.js';
import { ConsoleStore, type Changes, type Topic } from '../core/console-store.js';
import { Flights } from '../core/flights.js';
import { nodeOf } from '../core/picture.js';
import { ServerClock } from '../core/server-clock.js';

const eventNames = ['hello', 'instances', 'changes', 'heartbeats', 'state', 'activity', 'calls'] as const;

/**
 * The store as the views see it. Events are applied at once, but the views hear of them once a
 * frame: each topic has a version, which counts up when something of it has changed.
 */
export interface Console {
  readonly store: ConsoleStore;
  readonly flights: Flights;
  readonly clock: ServerClock;
  readonly hello: ShallowRef<ConsoleHello | undefined>;
  readonly state: ShallowRef<ConsoleEvents['state'] | undefined>;
  readonly connection: ShallowRef<Connection>;
  readonly versions: Readonly<Record<'instances' | 'heartbeats' | 'activity' | 'calls', ShallowRef<number>>>;
  /** The registry's time, in steps of a second. */
  readonly now: ShallowRef<number>;
  /** Hears which rows changed; returns how to stop hearing it. */
  onChanges(listener: (changes: Changes) => void): () => void;
  start(): void;
}

export const consoleKey: InjectionKey<Console> = Symbol('console');
export const useConsole = (): Console => inject(consoleKey)!;

export function createConsole(): Console {
  const store = new ConsoleStore();
  const flights = new Flights();
  const clock = new ServerClock(() => performance.now());
  const hello = shallowRef<ConsoleHello>();
  const state = shallowRef<ConsoleEvents['state']>();
  const connection = shallowRef<Connection>({ is: 'connecting' });
  const now = shallowRef(0);
  const version = () => shallowRef(0);
  const versions = { instances: version(), heartbeats: version(), activity: version(), calls: version() };
  const listeners = new Set<(changes: Changes) => void>();
  const dirty = new Set<Topic>();
  let isScheduled = false;

  const show = () => {
    isScheduled = false;
    now.value = clock.now();
    hello.value = store.hello;
    state.value = store.state;
    if (dirty.has('instances')) {
      const changes = store.takeChanges();
      for (const listener of listeners) listener(changes);
    }
    for (const topic of dirty) if (topic in versions) versions[topic as keyof typeof versions].value++;
    dirty.clear();
  };
  const fly = (topic: Topic) => {
    const fresh = store.calls.takeFresh();
    // A page in the background draws no frame, so it needs no messages.
    if (document.hidden) return;
    const node = (key: string) => nodeOf(store.copy, key);
    if (topic === 'heartbeats') flights.heartbeats([...new Set(store.renewed.map(node))], clock.now());
    if (topic === 'calls')
      flights.calls(
        fresh.map(({ from, call }) => ({ from, call: { ...call, target: node(call.target) } })),
        clock.now(),
      );
  };
  const queue = new EventQueue(laterTasks(), () => performance.now());
  const stream = new EventStream({
    enqueue: (event) => queue.add(event),
    url: eventsUrl,
    names: eventNames,
    first: 'hello',
    open: (url) => new EventSource(url),
    now: () => Date.now(),
    later: (act, ms) => setTimeout(act, ms),
    forget: (timer) => clearTimeout(timer as number),
    onConnection: (next) => {
      connection.value = next;
      if (next.is === 'lost') clock.stop();
    },
    onEvent: (name, data) => {
      if (name === 'hello' || name === 'state') clock.hear((data as { now: number }).now);
      const topic = store.apply(name, data);
      if (!topic) return;
      dirty.add(topic);
      fly(topic);
      if (!isScheduled) requestAnimationFrame(show);
      isScheduled = true;
    },
  });
  return {
    store,
    flights,
    clock,
    hello,
    state,
    connection,
    versions,
    now,
    onChanges(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      stream.start();
      setInterval(() => (now.value = clock.now()), 1_000);
      window.addEventListener('pagehide', () => stream.stop());
      window.addEventListener('pageshow', (event) => event.persisted && stream.start());
    },
  };
}
