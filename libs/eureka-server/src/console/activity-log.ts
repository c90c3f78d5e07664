import { idOf, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import type { ConsoleActivity, ConsoleMinute } from '@eureka-nest/protocol/console';
import type { Clock } from '@eureka-nest/runtime/time';
import { NumberedRing } from '../core/numbered-ring.js';
import type { Origin } from '../core/registry/heartbeat.js';
import { copyOf } from '../core/registry/removed-instance.js';
import type { SelfPreservationNumbers } from '../core/registry/self-preservation.js';
import type { RegistryObserver } from '../service/registry-observer.js';
import { consoleKey } from './instance-view.js';
import { MinuteHistory } from './minute-history.js';

const MAX_ENTRIES = 1_000;
/** Characters of one text: names and values come from clients. */
const MAX_TEXT = 200;
/** Details of one entry, such as the metadata that were set, and the characters of all of them. */
const MAX_DETAILS = 20;
const MAX_DETAIL_TEXT = 1_000;

type Details = Readonly<Record<string, string>>;
type Entry = Pick<ConsoleActivity, 'kind' | 'by'> & { readonly key?: string; readonly detail?: Details };

/**
 * The last 1,000 events of this registry, and its heartbeats of the last hour: in memory only, and
 * collected whether a console is open or not.
 */
export class ActivityLog implements RegistryObserver {
  private readonly entries = new NumberedRing<ConsoleActivity>({
    count: MAX_ENTRIES,
    size: MAX_ENTRIES,
    sizeOf: () => 1,
  });
  private readonly history = new MinuteHistory();
  private actor: string | undefined;
  /** Called after each entry; left out while no console is open. */
  whenAdded: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  get last(): number {
    return this.entries.last;
  }

  /** Entries after a number, oldest first; all that are left if some of them are gone. */
  since(number: number): readonly ConsoleActivity[] {
    return (
      this.entries.since(number) ?? this.entries.since(this.last - Math.min(this.last, MAX_ENTRIES)) ?? []
    );
  }

  get lastMinute(): ConsoleMinute | undefined {
    return this.history.last;
  }

  minutes(): readonly ConsoleMinute[] {
    return this.history.all();
  }

  /** Runs a change in the name of an operator: its entries say so. */
  as<T>(actor: string, change: () => T): T {
    this.actor = actor;
    try {
      return change();
    } finally {
      this.actor = undefined;
    }
  }

  action(key: string, by: string, detail: Details, result: string): void {
    this.add({ kind: 'action', key, by, detail }, result);
  }

  server(detail: Details): void {
    this.add({ kind: 'server', by: 'registry', detail });
  }

  registered(instance: InstanceInfo, before: InstanceStatus | undefined, from: Origin): void {
    const { status } = instance;
    if (before === undefined) this.about(instance, 'registered', from, { status });
    else if (before !== status) this.about(instance, 'status', from, { from: before, to: status });
    else this.about(instance, 'registered', from, { status, moved: 'true' });
  }

  left(
    instance: InstanceInfo,
    kind: 'cancelled' | 'disconnected' | 'evicted',
    by: Origin | 'registry',
    reason?: string,
  ): void {
    this.about(instance, kind, by, reason === undefined ? {} : { reason });
  }

  overrideChanged(instance: InstanceInfo, removed: string | undefined, from: Origin): void {
    const { status } = instance;
    this.about(instance, 'override', from, removed === undefined ? { set: status } : { removed, to: status });
  }

  metadataChanged(instance: InstanceInfo, entries: readonly (readonly [string, string])[]): void {
    this.about(instance, 'metadata', 'client', Object.fromEntries(entries.slice(0, MAX_DETAILS)));
  }

  statusMerged(app: string, id: string, to: InstanceStatus, override: InstanceStatus): void {
    const detail: Details = override === 'UNKNOWN' ? { to } : { to, override };
    this.add({ kind: 'status', key: consoleKey(app, id), by: 'peer', detail });
  }

  selfPreservationChanged(isOn: boolean): void {
    this.server({ selfPreservation: isOn ? 'on' : 'over' });
  }

  minuteClosed({ renewsLastMinute, threshold }: SelfPreservationNumbers): void {
    this.history.add({ at: this.clock(), received: renewsLastMinute, threshold });
  }

  private about(instance: InstanceInfo, kind: Entry['kind'], by: string, detail: Details): void {
    this.add({ kind, key: consoleKey(instance.app.toUpperCase(), idOf(instance)), by, detail });
  }

  /** No spreads: those for the optional fields took longer than all else in a registration. */
  private add({ kind, key, by, detail = {} }: Entry, result?: string): void {
    this.entries.add({
      number: this.entries.last + 1,
      at: this.clock(),
      kind,
      key: key === undefined ? undefined : bounded(key, 2 * MAX_TEXT),
      by: bounded(this.actor ?? by),
      detail: boundedDetails(detail),
      result: result === undefined ? undefined : bounded(result),
    });
    this.whenAdded?.();
  }
}

/** The details themselves, unless they are long: then as many as there is room for. */
function boundedDetails(details: Details): Details {
  let room = MAX_DETAIL_TEXT;
  let isShort = true;
  for (const name in details) {
    const text = details[name]!;
    room -= name.length + text.length;
    isShort &&= name.length <= MAX_TEXT && text.length <= MAX_TEXT;
  }
  if (isShort && room >= 0) return details;
  room = MAX_DETAIL_TEXT;
  const pairs = Object.entries(details).map(([name, text]) => [bounded(name), bounded(text)] as const);
  return Object.fromEntries(pairs.filter(([name, text]) => (room -= name.length + text.length) >= 0));
}

/** A part of a long text would keep all of it in memory. */
const bounded = (text: string, limit = MAX_TEXT): string =>
  text.length <= limit ? text : copyOf(`${text.slice(0, limit)}…`);
