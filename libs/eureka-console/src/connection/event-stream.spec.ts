import { EventStream, type Connection } from './event-stream.js';

class FakeSource {
  readonly listeners = new Map<string, (event: { data?: unknown }) => void>();
  isClosed = false;
  addEventListener(name: string, listener: (event: { data?: unknown }) => void): void {
    this.listeners.set(name, listener);
  }
  close(): void {
    this.isClosed = true;
  }
  send(name: string, data?: unknown): void {
    this.listeners.get(name)?.({ data: typeof data === 'string' ? data : JSON.stringify(data) });
  }
}

describe('the stream of events', () => {
  let sources: FakeSource[];
  let states: Connection[];
  let events: unknown[];
  let timer: { act: () => void; ms: number } | undefined;
  let stream: EventStream;
  const last = () => sources.at(-1)!;
  const wait = () => {
    const { act, ms } = timer!;
    timer = undefined;
    act();
    return ms;
  };

  const start = (mayBeSilent = false) => {
    [sources, states, events] = [[], [], []];
    timer = undefined;
    stream = new EventStream({
      mayBeSilent,
      url: 'console/api/events',
      names: ['hello', 'state'],
      first: 'hello',
      open: () => {
        sources.push(new FakeSource());
        return last();
      },
      onEvent: (name, data) => events.push([name, data]),
      onConnection: (state) => states.push(state),
      now: () => 7,
      later: (act, ms) => (timer = { act, ms }),
      forget: () => (timer = undefined),
    });
    stream.start();
  };
  beforeEach(() => start());

  it('is live as soon as the registry has said hello', () => {
    expect(states).toEqual([{ is: 'connecting' }]);
    last().send('hello', { node: 'n' });
    expect(states.at(-1)).toEqual({ is: 'live' });
    expect(events).toEqual([['hello', { node: 'n' }]]);
  });

  it('says that the registry is gone, and since when, and connects again with growing pauses', () => {
    last().send('hello', {});
    const pauses = [1, 2, 3, 4, 5].map((attempts) => {
      last().send('error');
      expect(last().isClosed).toBe(true);
      expect(states.at(-1)).toEqual({ is: 'lost', since: 7, attempts });
      return wait();
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
    last().send('hello', {});
    expect(states.at(-1)).toEqual({ is: 'live' });
    last().send('error');
    expect(states.at(-1)).toMatchObject({ attempts: 1 });
  });

  it('takes a long silence for a dead connection', () => {
    last().send('hello', {});
    last().send('state', {});
    expect(wait()).toBe(30_000);
    expect(states.at(-1)).toMatchObject({ is: 'lost' });
    wait();
    expect(sources).toHaveLength(2);
  });

  it('waits for ever for a stream that may be silent', () => {
    start(true);
    last().send('hello', {});
    expect(timer).toBeUndefined();
  });

  it('ignores a garbled event, and what a closed stream still says', () => {
    const [first] = sources;
    first!.send('state', '{"now":');
    first!.send('error');
    wait();
    first!.send('state', { late: true });
    first!.send('error');
    expect(events).toEqual([]);
    expect(sources).toHaveLength(2);
  });

  it('stops', () => {
    stream.stop();
    expect([last().isClosed, timer]).toEqual([true, undefined]);
  });
});
