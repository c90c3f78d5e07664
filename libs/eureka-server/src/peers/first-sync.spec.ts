import { anInstance } from '@eureka-nest/protocol/testing';
import type { InstanceInfo } from '@eureka-nest/protocol';
import { FirstSync } from './first-sync.js';

describe('the first sync', () => {
  const registered: InstanceInfo[] = [];
  const open = jest.fn();
  const log = jest.fn();
  const stopListening = jest.fn();
  let cancelled: (instance: InstanceInfo) => void;
  beforeEach(() => {
    registered.length = 0;
    jest.clearAllMocks();
  });

  const source = (name: string, ...answers: (readonly InstanceInfo[] | undefined)[]) => ({
    url: `http://${name}/eureka/`,
    fetchAll: jest.fn(() => Promise.resolve(answers.length > 1 ? answers.shift() : answers[0])),
  });
  const sync = (...sources: ReturnType<typeof source>[]) =>
    new FirstSync({
      sources,
      register: (instance) => void registered.push(instance),
      whenCancelled: (listener) => {
        cancelled = listener;
        return stopListening;
      },
      open,
      longestPauseMs: 4,
      firstPauseMs: 1,
      logger: { log },
    });
  const two = [anInstance({ port: 8001 }), anInstance({ port: 8002 })];

  it('copies from the first peer that answers, and asks no other', async () => {
    const last = source('c', two);
    await sync(source('a', undefined), source('b', two), last).run();
    expect(registered).toEqual(two);
    expect(open).toHaveBeenCalledWith(2);
    expect(log).toHaveBeenCalledWith('copied 2 instances from http://b/eureka/');
    expect(last.fetchAll).not.toHaveBeenCalled();
  });

  it('opens at once while no peer answers, and goes on trying until one does', async () => {
    const late = source('a', undefined, undefined, undefined, undefined, two);
    await sync(late).run();
    expect(open.mock.calls).toEqual([[0]]);
    expect(late.fetchAll).toHaveBeenCalledTimes(5);
    expect(registered).toEqual(two);
  });

  it('is content with a peer that knows nobody', async () => {
    const empty = source('a', []);
    await sync(empty).run();
    expect(open).toHaveBeenCalledWith(0);
    expect(empty.fetchAll).toHaveBeenCalledTimes(1);
  });

  it('does not bring back what left here before the copy came, unless its copy is newer', async () => {
    const back = { ...two[1]!, lastDirtyTimestamp: two[1]!.lastDirtyTimestamp + 1 };
    const away = source('a', undefined, [two[0]!, back]);
    const run = sync(away).run();
    two.forEach(cancelled);
    await run;
    expect(registered).toEqual([back]);
    expect(stopListening).toHaveBeenCalledTimes(1);
  });

  it('is over at once where there are no peers', async () => {
    await sync().run();
    expect(open).toHaveBeenCalledWith(0);
  });

  it('stops when asked, and takes nothing over after that', async () => {
    const away = source('a', undefined);
    const one = sync(away);
    const run = one.run();
    one.stop();
    await run;
    expect(away.fetchAll).toHaveBeenCalledTimes(1);

    const late = sync(source('b', two));
    const lateRun = late.run();
    late.stop();
    await lateRun;
    expect(registered).toEqual([]);
  });
});
