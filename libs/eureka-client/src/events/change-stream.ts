import type { RegistryChange } from '../core/snapshot-changes.js';
import type { Events } from './client-events.js';

/**
 * Changes to read one by one, at the reader's pace. Of several unread changes of one instance only
 * the last is retained, so a slow reader costs at most the memory of one registry.
 */
export class ChangeStream implements AsyncIterableIterator<RegistryChange> {
  private readonly unread = new Map<string, RegistryChange>();
  private readonly waiting: ((result: IteratorResult<RegistryChange>) => void)[] = [];
  private ended = false;

  /** @param onEnd called once, when the reader or the client ends the stream */
  constructor(private readonly onEnd: () => void) {}

  push(change: RegistryChange): void {
    if (this.ended) return;
    const next = this.waiting.shift();
    if (next) return next({ done: false, value: change });
    const { serviceId, instanceId } = change.instance;
    const key = JSON.stringify([serviceId, instanceId]);
    // Deleting first moves the key to the end, so changes are read in the order in which they
    // happened.
    this.unread.delete(key);
    this.unread.set(key, change);
  }

  /** Ends the stream once the unread changes are read. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.onEnd();
    for (const resolve of this.waiting.splice(0)) resolve({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<RegistryChange>> {
    const [first] = this.unread;
    if (first) {
      this.unread.delete(first[0]);
      return Promise.resolve({ done: false, value: first[1] });
    }
    if (this.ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  return(): Promise<IteratorResult<RegistryChange>> {
    this.unread.clear();
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** All change streams of one client. */
export class ChangeStreams {
  private readonly open = new Set<ChangeStream>();
  private ended = false;

  constructor(private readonly events: Events) {}

  /** Opens a stream of all changes, or of those of one application, in any case. */
  of(service?: string): ChangeStream {
    const wanted = service?.toUpperCase();
    const unsubscribe = this.events.on('changes', (changes) => {
      for (const change of changes) if (!wanted || change.instance.serviceId === wanted) stream.push(change);
    });
    const stream = new ChangeStream(() => {
      unsubscribe();
      this.open.delete(stream);
    });
    if (this.ended) stream.end();
    else this.open.add(stream);
    return stream;
  }

  end(): void {
    this.ended = true;
    for (const stream of [...this.open]) stream.end();
  }
}
