import type { Events } from './client-events.js';
import type { RegistryChange } from '../core/registry-changes.js';

/**
 * Changes to be read one after the other, at the reader's pace. Of several changes of one instance that were not read yet only the
 * last is kept, so that a slow reader costs no more than one registry.
 */
export class ChangeStream implements AsyncIterableIterator<RegistryChange> {
  private readonly unread = new Map<string, RegistryChange>();
  private readonly waiting: ((result: IteratorResult<RegistryChange>) => void)[] = [];
  private ended = false;

  /** @param onEnd called once, when nobody reads any more */
  constructor(private readonly onEnd: () => void) {}

  push(change: RegistryChange): void {
    if (this.ended) return;
    const next = this.waiting.shift();
    if (next) return next({ done: false, value: change });
    const { serviceId, instanceId } = change.instance;
    const key = JSON.stringify([serviceId, instanceId]);
    // At the end again: what is read last is what happened last.
    this.unread.delete(key);
    this.unread.set(key, change);
  }

  /** What was not read yet can be read still, then it ends. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.onEnd();
    for (const tell of this.waiting.splice(0)) tell({ done: true, value: undefined });
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

/** All streams of one client. */
export class ChangeStreams {
  private readonly open = new Set<ChangeStream>();
  private ended = false;

  constructor(private readonly events: Events) {}

  /** Of one service alone, where that is named, in any case. */
  of(service?: string): ChangeStream {
    const wanted = service?.toUpperCase();
    const stopListening = this.events.on('changes', (changes) => {
      for (const change of changes) if (!wanted || change.instance.serviceId === wanted) stream.push(change);
    });
    const stream = new ChangeStream(() => {
      stopListening();
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
