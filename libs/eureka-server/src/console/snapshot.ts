import type { ConsoleInstance } from '@eureka-nest/protocol/console';
import type { RegistryEntry } from '../core/registry/registry-entry.js';
import { encodeEvent } from './event-text.js';

/** An instance that changed since a snapshot began, by its key. */
export type ChangedKeys = Map<string, { readonly app: string; readonly id: string }>;

/** Instances of one part; the contract allows 500, but a turn should take few milliseconds. */
const PART_SIZE = 250;

/**
 * All instances in parts, each encoded when a reader first asks for it and then shared by those who
 * join at the same moment. What changes meanwhile is recorded, and sent after the last part.
 */
export class Snapshot {
  readonly changed: ChangedKeys = new Map();
  private readonly entries: readonly RegistryEntry[];
  private readonly parts: Buffer[] = [];

  constructor(
    entries: Iterable<RegistryEntry>,
    private readonly viewOf: (entry: RegistryEntry) => ConsoleInstance,
    /** Monotonic time. */
    readonly madeAt: number,
  ) {
    this.entries = [...entries];
  }

  /** A part; undefined after the last one. An empty registry has one part. */
  part(part: number): Buffer | undefined {
    const { entries } = this;
    const from = part * PART_SIZE;
    if (part > 0 && from >= entries.length) return undefined;
    return (this.parts[part] ??= encodeEvent('instances', {
      part,
      isLast: from + PART_SIZE >= entries.length,
      instances: entries
        .slice(from, from + PART_SIZE)
        .filter(({ hasLeft }) => !hasLeft)
        .map(this.viewOf),
    }));
  }
}
