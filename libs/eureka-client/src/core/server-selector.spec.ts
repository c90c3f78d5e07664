import { manualClock } from '@eureka-nest/runtime/testing';
import { ServerChoice } from './server-selector.js';

const [a, b, c] = ['http://a/eureka/', 'http://b/eureka/', 'http://c/eureka/'] as const;
const all = [a, b, c];

describe('the choice of a registry', () => {
  const clock = manualClock();
  let choice: ServerChoice;
  const toWrite = () => choice.order(all, 'write');
  const toRead = () => choice.order(all, 'read');
  beforeEach(() => {
    choice = new ServerChoice(clock);
  });

  it('begins in the order that was given', () => {
    expect([toWrite(), toRead()]).toEqual([all, all]);
  });

  it('writes to the one that answered last', () => {
    choice.answered(b);
    expect(toWrite()).toEqual([b, a, c]);
  });

  it('goes on to the next when that one is lost, and asks the lost one last', () => {
    choice.answered(a);
    choice.unreachable(a);
    expect([toWrite(), toRead()]).toEqual([
      [b, c, a],
      [b, c, a],
    ]);
    choice.answered(b);
    expect(toWrite()).toEqual([b, c, a]);
  });

  it('looks with a read whether the preferred one is back once its quarantine is over, and then writes there too', () => {
    choice.answered(a);
    choice.unreachable(a);
    choice.answered(b);
    clock.advance(29_999);
    expect(toRead()).toEqual([b, c, a]);
    clock.advance(1);
    expect(toRead()).toEqual([a, b, c]);
    expect(toWrite()).toEqual([b, a, c]);
    expect(choice.answered(a)).toBe('back');
    expect(toWrite()).toEqual([a, b, c]);
  });

  it('doubles the quarantine of one that goes on failing, up to five minutes, and forgets it at its next answer', () => {
    const lengths = [30, 60, 120, 240, 300, 300];
    for (const secs of lengths) {
      choice.unreachable(a);
      clock.advance(secs * 1000 - 1);
      expect(toRead()[0]).toBe(b);
      clock.advance(1);
      expect(toRead()[0]).toBe(a);
    }
    choice.answered(a);
    choice.unreachable(a);
    clock.advance(30_000);
    expect(toRead()[0]).toBe(a);
  });

  it('QUIRK(RetryableEurekaHttpClient): always has somebody to ask, in the given order, when all are lost', () => {
    for (const url of [c, a, b]) choice.unreachable(url);
    expect([toWrite(), toRead()]).toEqual([all, all]);
  });

  it('keeps writing where it wrote when a late failure of another one comes in', () => {
    choice.answered(b);
    choice.unreachable(a);
    expect(toWrite()[0]).toBe(b);
  });

  it('puts one whose answer is of no use behind the others, and does not take it for lost', () => {
    choice.answered(a);
    choice.passOver(a);
    expect(toWrite()).toEqual([b, c, a]);
    expect(choice.answered(a)).toBe('nothing new');
  });

  it('knows only those that are in the list now', () => {
    choice.answered(c);
    expect(choice.order([a, b], 'write')).toEqual([a, b]);
  });

  it('tells each change once', () => {
    expect(choice.unreachable(a)).toBe('not up yet');
    expect(choice.unreachable(a)).toBe('nothing new');
    expect(choice.answered(a)).toBe('up');
    expect(choice.answered(a)).toBe('nothing new');
    expect(choice.unreachable(a)).toBe('lost');
    expect(choice.unreachable(a)).toBe('nothing new');
    expect(choice.answered(a)).toBe('back');
    expect(choice.answered(b)).toBe('up');
  });
});
