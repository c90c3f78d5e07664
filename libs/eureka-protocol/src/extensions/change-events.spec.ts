import { encodeDelta, encodeHello, encodeResync, keepAliveComment } from './change-events.js';

describe('the events of the change feed', () => {
  const state = { position: 'a.3', apps__hashcode: 'UP_1_' };

  it('a hello has the state, and an id if nothing was missed', () => {
    expect(encodeHello({ ...state, keepAliveMs: 10_000 }, 'a.3')).toBe(
      'event: hello\nid: a.3\ndata: {"position":"a.3","apps__hashcode":"UP_1_","keepAliveMs":10000}\n\n',
    );
    expect(encodeHello({ position: 'a.2', keepAliveMs: 10_000 })).toBe(
      'event: hello\ndata: {"position":"a.2","keepAliveMs":10000}\n\n',
    );
  });

  it('a delta has the position that it leads to', () => {
    expect(encodeDelta('{"applications":{}}', 'a.4')).toBe(
      'event: delta\nid: a.4\ndata: {"applications":{}}\n\n',
    );
  });

  it('a resync has no id', () => {
    expect(encodeResync(state)).toBe('event: resync\ndata: {"position":"a.3","apps__hashcode":"UP_1_"}\n\n');
  });

  it('a keep-alive is a comment', () => expect(keepAliveComment).toMatch(/^:.*\n\n$/));
});
