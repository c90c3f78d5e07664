import { manualClock } from '@eureka-nest/runtime/testing';
import { ServerSelector } from './server-selector.js';

const [a, b, c] = ['http://a/eureka/', 'http://b/eureka/', 'http://c/eureka/'] as const;
const all = [a, b, c];

describe('the selection of a registry', () => {
  const clock = manualClock();
  let choice: ServerSelector;
  const toWrite = () => choice.order(all, 'write');
  const toRead = () => choice.order(all, 'read');
  beforeEach(() => {
    choice = new ServerSelector(clock);
  });

  it('starts in the configured order', () => {
    expect([toWrite(), toRead()]).toEqual([all, all]);
  });

  it('writes to the one that responded last', () => {
    choice.recordResponse(b);
    expect(toWrite()).toEqual([b, a, c]);
  });

  it('moves to the next when that one is lost, and asks the lost one last', () => {
    choice.recordResponse(a);
    choice.recordUnreachable(a);
    expect([toWrite(), toRead()]).toEqual([
      [b, c, a],
      [b, c, a],
    ]);
    choice.recordResponse(b);
    expect(toWrite()).toEqual([b, c, a]);
  });

  it('reads from the preferred one again after its quarantine, and then writes there too', () => {
    choice.recordResponse(a);
    choice.recordUnreachable(a);
    choice.recordResponse(b);
    clock.advance(29_999);
    expect(toRead()).toEqual([b, c, a]);
    clock.advance(1);
    expect(toRead()).toEqual([a, b, c]);
    expect(toWrite()).toEqual([b, a, c]);
    expect(choice.recordResponse(a)).toBe('back');
    expect(toWrite()).toEqual([a, b, c]);
  });

  it('doubles the quarantine of one that keeps failing, up to five minutes, and ends it with the next response', () => {
    const lengths = [30, 60, 120, 240, 300, 300];
    for (const secs of lengths) {
      choice.recordUnreachable(a);
      clock.advance(secs * 1000 - 1);
      expect(toRead()[0]).toBe(b);
      clock.advance(1);
      expect(toRead()[0]).toBe(a);
    }
    choice.recordResponse(a);
    choice.recordUnreachable(a);
    clock.advance(30_000);
    expect(toRead()[0]).toBe(a);
  });

  it('QUIRK(RetryableEurekaHttpClient): always has a registry to ask, in the configured order, when all are lost', () => {
    for (const url of [c, a, b]) choice.recordUnreachable(url);
    expect([toWrite(), toRead()]).toEqual([all, all]);
  });

  it('keeps writing to the same one when a late failure of another arrives', () => {
    choice.recordResponse(b);
    choice.recordUnreachable(a);
    expect(toWrite()[0]).toBe(b);
  });

  it('moves one with an unusable response behind the others, without reporting it as lost', () => {
    choice.recordResponse(a);
    choice.quarantine(a);
    expect(toWrite()).toEqual([b, c, a]);
    expect(choice.recordResponse(a)).toBe('none');
  });

  it('returns only those that are in the list now', () => {
    choice.recordResponse(c);
    expect(choice.order([a, b], 'write')).toEqual([a, b]);
  });

  it('reports each transition once', () => {
    expect(choice.recordUnreachable(a)).toBe('not up yet');
    expect(choice.recordUnreachable(a)).toBe('none');
    expect(choice.recordResponse(a)).toBe('up');
    expect(choice.recordResponse(a)).toBe('none');
    expect(choice.recordUnreachable(a)).toBe('lost');
    expect(choice.recordUnreachable(a)).toBe('none');
    expect(choice.recordResponse(a)).toBe('back');
    expect(choice.recordResponse(b)).toBe('up');
  });

  it('forgets a server that is no longer configured', () => {
    choice.quarantine(a);
    choice.retain(new Set([b]));
    expect(choice.order([a, b], 'read')).toEqual([a, b]);
  });
});
