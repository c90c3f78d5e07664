import { waitUntilDrained } from './drain.js';

describe('draining', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function clients(count: number) {
    const listeners = new Set<() => void>();
    return {
      size: count,
      whenCancelled: (listener: () => void) => (
        listeners.add(listener),
        () => void listeners.delete(listener)
      ),
      cancel() {
        this.size -= 1;
        listeners.forEach((listener) => listener());
      },
      listeners,
    };
  }
  function watch(of: ReturnType<typeof clients>) {
    const end = jest.fn();
    void waitUntilDrained(of).then(end);
    return end;
  }

  it('is over at once without clients', async () => {
    const end = watch(clients(0));
    await jest.advanceTimersByTimeAsync(0);
    expect(end).toHaveBeenCalled();
  });

  it('is over when the last client cancels', async () => {
    const two = clients(2);
    const end = watch(two);
    await jest.advanceTimersByTimeAsync(200);
    two.cancel();
    await jest.advanceTimersByTimeAsync(200);
    expect(end).not.toHaveBeenCalled();
    two.cancel();
    await jest.advanceTimersByTimeAsync(0);
    expect(end).toHaveBeenCalled();
    expect([two.listeners.size, jest.getTimerCount()]).toEqual([0, 0]);
  });

  it('is over after 250 ms without a cancel', async () => {
    const end = watch(clients(2));
    await jest.advanceTimersByTimeAsync(249);
    expect(end).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(end).toHaveBeenCalled();
  });

  it('is over after a second, even if clients go on cancelling', async () => {
    const many = clients(100);
    const end = watch(many);
    for (let ms = 0; ms < 1000; ms += 100) {
      expect(end).not.toHaveBeenCalled();
      many.cancel();
      await jest.advanceTimersByTimeAsync(100);
    }
    expect(end).toHaveBeenCalled();
  });
});
