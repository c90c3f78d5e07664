import {
  type Application,
  type Detail,
  encoderOf,
  type InstanceInfo,
  type Position,
  positionText,
} from '@eureka-nest/protocol';
import type { ChangeLog } from '../core/delta/change-log.js';
import type { RegistryEntry } from '../core/registry/registry-entry.js';
import type { RegistryReads } from '../core/registry/registry-reads.js';
import { eventBytes } from './events.js';

export interface ChangeEventsParts {
  readonly registry: RegistryReads;
  readonly log: ChangeLog;
  /** By which the positions of this process are told from those of others. */
  readonly node: string;
  readonly keepAliveMs: number;
}

/** Who missed more fetches everything: that is kept, encoded and compressed. */
const MOST_CAUGHT_UP = 500;
/** After a break of the network all come back with one position or two. */
const MOST_KEPT = 16;

/** What readers are told, as of the moment of the call: each event has the hash code that its reader comes to. */
export class ChangeEvents {
  /** What those were told who came back since the last change. */
  private readonly caughtUp = new Map<string, Buffer>();
  private caughtUpTo = 0;

  constructor(private readonly parts: ChangeEventsParts) {}

  /** Of the registry now. */
  get position(): string {
    const { node, log } = this.parts;
    return positionText({ node, number: log.last });
  }

  /** The first word to a reader: from where on it is told everything; and what it missed since it was here last. */
  greeting(detail: Detail, since: Position | undefined): Buffer {
    const { log, node } = this.parts;
    const isKnown = since?.node === node && log.since(since.number) !== undefined;
    if (since === undefined || (isKnown && since.number === log.last)) {
      return this.hello(this.place, this.position);
    }
    const caughtUp = isKnown ? this.catchUp(detail, since.number) : undefined;
    // Without an id: until the next event it knows what it knew before.
    return caughtUp
      ? Buffer.concat([this.hello({ position: positionText(since) }), caughtUp])
      : Buffer.concat([this.hello(this.place), this.resync()]);
  }

  delta(changed: readonly RegistryEntry[], detail: Detail): Buffer {
    const { registry } = this.parts;
    const encoder = encoderOf({ format: 'json', detail, version: 'v2' });
    const document = encoder.applications({ ...registry.deltaHeader(), applications: grouped(changed) });
    return eventBytes('delta', document, this.position);
  }

  /** To a reader that missed something: fetch everything. It has no id, for then the reader is still where it was. */
  resync(): Buffer {
    return eventBytes('resync', JSON.stringify(this.place));
  }

  private hello(place: { readonly position: string }, id?: string): Buffer {
    return eventBytes('hello', JSON.stringify({ ...place, keepAliveMs: this.parts.keepAliveMs }), id);
  }

  /** Undefined where that would be more than it is worth. */
  private catchUp(detail: Detail, number: number): Buffer | undefined {
    const { log } = this.parts;
    if (this.caughtUpTo !== log.last) this.caughtUp.clear();
    this.caughtUpTo = log.last;
    const key = `${detail} ${number}`;
    const kept = this.caughtUp.get(key);
    if (kept) return kept;
    const missed = log.since(number) ?? [];
    if (missed.length > MOST_CAUGHT_UP) return undefined;
    const told = this.delta(missed, detail);
    if (this.caughtUp.size < MOST_KEPT) this.caughtUp.set(key, told);
    return told;
  }

  private get place() {
    return { position: this.position, apps__hashcode: this.parts.registry.hashCode() };
  }
}

function grouped(changed: readonly RegistryEntry[]): Application[] {
  const byApp = new Map<string, InstanceInfo[]>();
  for (const { app, info } of changed) {
    const instances = byApp.get(app);
    if (instances) instances.push(info);
    else byApp.set(app, [info]);
  }
  return [...byApp].map(([name, instances]) => ({ name, instances }));
}
