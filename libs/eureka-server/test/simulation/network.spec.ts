import { EventQueue } from '../../src/simulation/event-queue.js';
import { type Leg, type Mishap, Network, type NetworkHooks } from '../../src/simulation/network.js';

function aNetwork(hooks?: NetworkHooks) {
  const queue = new EventQueue();
  const network = new Network(queue, 1, () => undefined, hooks);
  const to = { name: 'B', isUp: true, stalledUntil: 0 };
  const story: string[] = [];
  const note = (what: string) => story.push(`${what} ${Math.floor(queue.now / 1_000)}`);
  const send = () =>
    network.send({
      from: 'A',
      to,
      what: 'test',
      timeoutMs: 2_000,
      deliver: () => note('delivered'),
      responded: () => note('answered'),
      failed: (why) => note(why),
    });
  /** Events of a request, each with the second in which it happened. */
  const storyOf = (prepare: () => void) => {
    prepare();
    send();
    queue.runUntil(20_000);
    return story;
  };
  return { queue, network, to, send, storyOf };
}

describe('a request on the simulated network', () => {
  it('is delivered and answered', () => {
    const { storyOf } = aNetwork();
    expect(storyOf(() => undefined)).toEqual(['delivered 0', 'answered 0']);
  });

  it.each<{ what: Mishap; ms: number; story: string[] }>([
    { what: 'lost', ms: 0, story: ['timed out 2'] },
    { what: 'answer lost', ms: 0, story: ['delivered 0', 'timed out 2'] },
    { what: 'late', ms: 1_000, story: ['delivered 1', 'answered 1'] },
    { what: 'late', ms: 5_000, story: ['timed out 2', 'delivered 5'] },
    { what: 'answer late', ms: 1_000, story: ['delivered 0', 'answered 1'] },
    { what: 'answer late', ms: 5_000, story: ['delivered 0', 'timed out 2'] },
    { what: 'twice', ms: 3_000, story: ['delivered 0', 'answered 0', 'delivered 3'] },
    { what: 'refused', ms: 0, story: ['503 0'] },
    { what: 'broken', ms: 0, story: ['500 0'] },
  ])('that is $what ($ms ms) ends once: $story', ({ what, ms, story }) => {
    const { network, storyOf } = aNetwork();
    expect(storyOf(() => network.plan('A', 'B', { what, ms }))).toEqual(story);
  });

  it('is lost while the line is cut, even twice', () => {
    const { network, send, queue, storyOf } = aNetwork();
    const story = storyOf(() => {
      network.cut('A', 'B');
      network.cut('A', 'B');
      network.mend('A', 'B');
    });
    expect(story).toEqual(['timed out 2']);
    network.mend('A', 'B');
    send();
    queue.runUntil(30_000);
    expect(story).toEqual(['timed out 2', 'delivered 20', 'answered 20']);
  });

  it('is refused by a target that is down', () => {
    const { to, storyOf } = aNetwork();
    expect(storyOf(() => (to.isUp = false))).toEqual(['connection refused 0']);
  });

  it('waits for a stalled target, longer than its sender does', () => {
    const { to, storyOf } = aNetwork();
    expect(storyOf(() => (to.stalledUntil = 1_000))).toEqual(['delivered 1', 'answered 1']);
    const patient = aNetwork();
    expect(patient.storyOf(() => (patient.to.stalledUntil = 9_000))).toEqual(['timed out 2', 'delivered 9']);
  });

  it('meets recently planned mishaps, one after the other', () => {
    const { network, queue, send, storyOf } = aNetwork();
    network.plan('A', 'B', { what: 'lost', ms: 0 });
    queue.runUntil(10_000); // no request was sent: the mishap is forgotten
    network.plan('A', 'B', { what: 'refused', ms: 0 });
    network.plan('A', 'B', { what: 'broken', ms: 0 });
    expect(storyOf(send)).toEqual(expect.arrayContaining(['503 10', '500 10']));
  });

  it.each([
    {
      lost: 'none',
      way: ['request 0-300 arrives', 'response 300-600 arrives'],
      story: ['delivered 0', 'answered 0'],
    },
    { lost: 'A>B', way: ['request 0-300 is lost'], story: ['timed out 2'] },
    {
      lost: 'B>A',
      way: ['request 0-300 arrives', 'response 300-600 is lost'],
      story: ['delivered 0', 'timed out 2'],
    },
  ])('is watched on each way, lost: $lost', ({ lost, way, story }) => {
    const watched: string[] = [];
    const watch = ({ isResponse, sentAt, arrivesAt, isLost }: Leg) =>
      watched.push(
        `${isResponse ? 'response' : 'request'} ${sentAt}-${arrivesAt} ${isLost ? 'is lost' : 'arrives'}`,
      );
    const loses = (from: string, to: string) => `${from}>${to}` === lost;
    const { storyOf } = aNetwork({ wayMs: () => 300, loses, watch });
    expect(storyOf(() => undefined)).toEqual(story);
    expect(watched).toEqual(way);
  });
});
