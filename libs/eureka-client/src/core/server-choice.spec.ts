import { ServerChoice } from './server-choice.js';

const [a, b, c] = ['http://a/eureka/', 'http://b/eureka/', 'http://c/eureka/'] as const;

describe('the choice of a registry', () => {
  it('begins in the order that was given', () => {
    expect(new ServerChoice([a, b, c]).order()).toEqual([a, b, c]);
  });

  it('stays with the one that answered last', () => {
    const choice = new ServerChoice([a, b, c]);
    choice.answered(b);
    expect(choice.order()).toEqual([b, a, c]);
  });

  it('goes on to the next when that one is lost, and asks the lost one last', () => {
    const choice = new ServerChoice([a, b, c]);
    choice.answered(a);
    choice.unreachable(a);
    expect(choice.order()).toEqual([b, c, a]);
    choice.answered(b);
    expect(choice.order()).toEqual([b, c, a]);
  });

  it('QUIRK(RetryableEurekaHttpClient): always has somebody to ask, in the given order, when all are lost', () => {
    const choice = new ServerChoice([a, b, c]);
    for (const url of [c, a, b]) choice.unreachable(url);
    expect(choice.order()).toEqual([a, b, c]);
  });

  it('keeps the pin when a late failure of another one comes in', () => {
    const choice = new ServerChoice([a, b]);
    choice.answered(b);
    choice.unreachable(a);
    expect(choice.order()[0]).toBe(b);
  });

  it('after an answer that is of no use holds on to nobody, and takes nobody for lost', () => {
    const choice = new ServerChoice([a, b]);
    choice.answered(b);
    choice.passOver(b);
    expect(choice.order()).toEqual([a, b]);
    expect(choice.answered(b)).toBe('nothing new');
  });

  it('tells each change once', () => {
    const choice = new ServerChoice([a, b]);
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
