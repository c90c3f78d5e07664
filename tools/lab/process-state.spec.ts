import type { LabProcess } from '@eureka-nest/protocol/console';
import { askedTo, seen, startFailed, startLimitMs } from './process-state.mjs';

const starting: LabProcess = { name: 'a', kind: 'provider', port: 1, state: 'starting', since: 0 };

describe('the state of a process', () => {
  it('runs once it is seen, and keeps its time while nothing changes', () => {
    const running = seen(starting, 7, 5);
    expect(running).toMatchObject({ state: 'running', pid: 7, since: 5 });
    expect(seen(running, 7, 9)).toBe(running);
    expect(seen(running, 8, 9)).toMatchObject({ pid: 8, since: 9 });
  });

  it('is stopping until it is gone', () => {
    const stopping = askedTo(seen(starting, 7, 5), 'stop', 6);
    expect(stopping).toMatchObject({ state: 'stopping', pid: 7 });
    expect(seen(stopping, 7, 8)).toBe(stopping);
    const stopped = seen(stopping, undefined, 9);
    expect(stopped).toEqual({ name: 'a', kind: 'provider', port: 1, state: 'stopped', since: 9 });
  });

  it('stays killed until another one runs', () => {
    const killed = askedTo(seen(starting, 7, 5), 'kill', 6);
    expect(killed).toMatchObject({ state: 'killed', since: 6 });
    expect(killed.pid).toBeUndefined();
    expect(seen(killed, undefined, 8)).toBe(killed);
    expect(seen(askedTo(killed, 'start', 9), 8, 10)).toMatchObject({ state: 'running', pid: 8 });
  });

  it('ends by itself, or never comes up', () => {
    expect(seen(seen(starting, 7, 5), undefined, 8)).toMatchObject({ state: 'stopped', since: 8 });
    expect(seen(starting, undefined, startLimitMs)).toBe(starting);
    expect(seen(starting, undefined, startLimitMs + 1)).toMatchObject({ state: 'stopped' });
    expect(startFailed(starting, 3)).toMatchObject({ state: 'stopped', since: 3 });
  });
});
