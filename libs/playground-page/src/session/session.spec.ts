import { scenarioNames, scenarioLines, withEvent } from '@eureka-nest/playground';
import { decodeSession, encodeSession, scenarioOf, type Session, sessionOf } from './session.js';

const session = (changes: Partial<Session> = {}): Session => ({
  ...sessionOf('rotation', 'java', 62_000),
  speed: 5,
  ...changes,
});

describe('a session as a link', () => {
  it('is short, and can be read', () => {
    expect(encodeSession(session())).toBe('scenario=rotation&pace=java&at=62s&speed=5');
  });

  it.each(scenarioNames)('restores %s with events of the reader', (name) => {
    const { base } = sessionOf(name);
    const [first] = base.nodes;
    const added = [
      { at: 70_123, kind: 'kill', node: first!.id },
      { at: 70_123, kind: 'start', node: first!.id },
    ] as const;
    const whole = session({ name, base, added, at: 12_345 });
    expect(decodeSession(`#${encodeSession(whole)}`)).toEqual(whole);
  });

  it('restores a scenario of the reader, without its texts', () => {
    const base = withEvent(sessionOf('network-cut').base, { at: 5, kind: 'kill', node: 'order-80' });
    const read = decodeSession(encodeSession(session({ name: undefined, base })));
    expect(read?.name).toBeUndefined();
    expect(scenarioLines(read!.base)).toEqual(scenarioLines(base));
  });

  it('has defaults, and no time after the end', () => {
    expect(decodeSession('#scenario=rotation')).toEqual(sessionOf('rotation', 'both', 60_500));
    expect(decodeSession('#scenario=rotation&at=9000s&pace=x&speed=7')).toMatchObject({
      at: 240_000,
      pace: 'both',
      speed: 10,
    });
  });

  it('is not what another part of the page put into the URL', () => {
    expect(decodeSession('')).toBeUndefined();
    expect(decodeSession('#a-heading')).toBeUndefined();
  });

  it.each([
    ['scenario=nothing', 'there is no scenario "nothing"'],
    ['scenario=rotation&at=soon', '"soon" is not a time such as 62s'],
    ['own=seed+1*oops', 'line 2: "oops" is neither a time'],
    ['scenario=rotation&added=5s+kill+payment-9999', 'payment-9999 is not declared above'],
    ['own=%E0', 'URI malformed'],
  ])('%s is refused', (fragment, problem) => {
    expect(() => decodeSession(fragment)).toThrow(problem);
  });
});

it.each([
  ['one-instance-registers', 59_500],
  ['second-registry-learns', 8_500],
  ['provider-dies-kept', 98_500],
] as const)('opens %s before something happens', (name, ms) => expect(sessionOf(name).at).toBe(ms));

it('adds the events of the reader to the scenario', () => {
  const added = [{ at: 1_500, kind: 'pause', node: 'payment-8001' }] as const;
  const { events } = scenarioOf(session({ added }));
  expect(events.filter(({ at }) => at > 1_000 && at < 2_000)).toEqual(added);
});
