import {
  type Detail,
  encodeDelta,
  encodeHello,
  encodeResync,
  encoderOf,
  type FeedState,
  type Position,
  positionText,
} from '@eureka-nest/protocol';
import type { ChangeLog } from '../core/delta/change-log.js';
import { type ChangedInstance, groupByApp } from '../core/delta/changed-instance.js';
import { sizeOfInstance } from '../core/sizes.js';
import type { RegistryReads } from '../core/registry/registry-reads.js';

interface ChangeEventsParts {
  readonly registry: RegistryReads;
  readonly log: ChangeLog;
  /** Id of this process; positions of another process are unknown here. */
  readonly node: string;
  readonly keepAliveMs: number;
  readonly isSyncing?: () => boolean;
}

/**
 * Readers that missed more changes fetch the whole registry: that document is cached and
 * compressed.
 */
const MAX_CAUGHT_UP = 500;
/** Characters of these changes: 500 instances of 4 kB. */
const MAX_CAUGHT_UP_SIZE = 2 * 1024 * 1024;
/** Limit of memoized events: after an outage most readers reconnect with the same few positions. */
const MAX_MEMO = 16;

/** Builds the events of the feed from the registry's state at the moment of the call. */
export class ChangeEvents {
  /** Catch-up events made since the last change, by detail and position. */
  private readonly catchUps = new Map<string, Buffer>();
  private catchUpsMadeAt = 0;

  constructor(private readonly parts: ChangeEventsParts) {}

  /** Current position of the registry. */
  get position(): string {
    const { node, log } = this.parts;
    return positionText({ node, number: log.last });
  }

  /**
   * First events on a connection: a hello and, if the reader missed changes, a delta with them or a
   * resync.
   *
   * @param since position that the reader has reached; undefined if it has just fetched the
   * registry
   */
  greeting(detail: Detail, since: Position | undefined): Buffer {
    const { log, node } = this.parts;
    const isKnown = since?.node === node && log.since(since.number) !== undefined;
    if (since === undefined || (isKnown && since.number === log.last)) {
      return this.hello(this.state, this.position);
    }
    const catchUp = isKnown ? this.catchUp(detail, since.number) : undefined;
    // A hello without an id leaves the reader's position as it was until the next event.
    return catchUp
      ? Buffer.concat([this.hello({ position: positionText(since) }), catchUp])
      : Buffer.concat([this.hello(this.state), this.resync()]);
  }

  delta(changed: readonly ChangedInstance[], detail: Detail): Buffer {
    const { registry } = this.parts;
    const encoder = encoderOf({ format: 'json', detail, version: 'v2' });
    const document = encoder.applications({ ...registry.deltaHeader(), applications: groupByApp(changed) });
    return Buffer.from(encodeDelta(document, this.position));
  }

  resync(): Buffer {
    return Buffer.from(encodeResync(this.state));
  }

  private hello(state: Partial<FeedState> & { readonly position: string }, id?: string): Buffer {
    const { keepAliveMs, isSyncing } = this.parts;
    const hello = { ...state, keepAliveMs, ...(isSyncing?.() && { isSyncing: true as const }) };
    return Buffer.from(encodeHello(hello, id));
  }

  /** Delta of all changes after a position; undefined if fetching the whole registry is cheaper. */
  private catchUp(detail: Detail, number: number): Buffer | undefined {
    const { log } = this.parts;
    if (this.catchUpsMadeAt !== log.last) this.catchUps.clear();
    this.catchUpsMadeAt = log.last;
    const key = `${detail} ${number}`;
    const made = this.catchUps.get(key);
    if (made) return made;
    const missed = log.since(number) ?? [];
    if (missed.length > MAX_CAUGHT_UP || sizeOf(missed) > MAX_CAUGHT_UP_SIZE) return undefined;
    const delta = this.delta(missed, detail);
    if (this.catchUps.size < MAX_MEMO) this.catchUps.set(key, delta);
    return delta;
  }

  private get state(): FeedState {
    return { position: this.position, apps__hashcode: this.parts.registry.hashCode() };
  }
}

const sizeOf = (changed: readonly ChangedInstance[]): number =>
  changed.reduce((sum, { info }) => sum + sizeOfInstance(info), 0);
