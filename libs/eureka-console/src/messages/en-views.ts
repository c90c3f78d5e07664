import { durationText } from './duration.js';

export const duration = (ms: number) => durationText(ms, ['d', 'h', 'min', 's']);
export const count = (number: number, one: string, many = `${one}s`) =>
  `${number} ${number === 1 ? one : many}`;

/** Texts of the views on self-preservation, peers, activity and the lab. */
export const englishTexts = {
  preservation: {
    states: {
      disabled: 'Self-preservation is disabled',
      empty: 'No instance is registered',
      never: 'On: with a threshold of 0 nothing is evicted',
      small: 'On, and normal for so few instances',
      starting: 'On, and normal after a start',
      on: 'On: no expired lease is evicted',
      off: 'Off: expired leases are evicted',
    } as Record<string, string>,
    story: {
      disabled: 'However few heartbeats arrive, an instance whose lease has expired is evicted.',
      empty: 'There is nothing to protect and nothing to evict.',
      small: (from: number) =>
        `With so few instances one missing instance already falls below the threshold. From ${from} instances on, a single dead one is evicted. Until then it stays listed, unless it read the change feed.`,
      never:
        'A threshold of 0 forbids eviction, however many heartbeats arrive. An instance that dies stays listed, unless it read the change feed.',
      starting: 'Nothing is evicted yet: clients are still registering, and a full minute has to be counted.',
      on: 'So many heartbeats missing at once look like a broken network, not like instances that died. A dead instance stays listed too, unless it read the change feed, and clients may still call it.',
      off: (spare: number) =>
        `Enough heartbeats arrive. ${spare === 0 ? 'One fewer' : `${spare + 1} fewer`} per minute, and nothing is evicted any more.`,
    },
    sum: {
      clients: 'Expected clients',
      perClient: 'heartbeats a minute each',
      percent: 'share required',
      threshold: 'threshold',
    },
    received: 'Received last minute',
    thisMinute: 'This minute so far',
    expected: 'Expected per minute',
    missing: 'Missing',
    end: 'What ends it',
    endText: (missing: number, clients: number) =>
      `At least ${count(missing, 'more heartbeat')} per minute: about ${count(clients, 'instance')} coming back. Or remove the instances that will not come back.`,
    endNothing: 'Nothing is to be ended.',
    now: 'What would be evicted now',
    nowText: (expired: number, limit: number) =>
      `${count(expired, 'lease has', 'leases have')} expired. One run evicts at most ${limit}.`,
    nowNothing: 'No lease has expired.',
    banner: "The original's banner",
    noBanner: 'Netflix Eureka would show no banner now.',
    chart: 'Heartbeats per minute against the threshold',
    chartReceived: 'received',
    chartThreshold: 'threshold',
    chartEmpty: 'The chart begins with the first full minute.',
  },
  peers: {
    none: 'This registry has no peers.',
    states: {
      'in-step': 'in step',
      behind: 'behind',
      unreachable: 'unreachable',
      starting: 'starting',
      refused: 'refused',
    } as Record<string, string>,
    since: 'Since',
    lag: 'Lag',
    queue: 'Waiting to be sent',
    oldest: (ms: number) => `oldest ${duration(ms)}`,
    contact: 'Last contact',
    never: 'never',
    why: 'Reason',
    ours: 'Eureka Nest: compared by digests.',
    java: 'Another implementation: compared by its list.',
    compare: 'Compare',
    comparing: 'Comparing …',
    same: (here: number) => `No difference: both list the same ${count(here, 'instance')}.`,
    differ: (total: number, here: number, there: number) =>
      `${count(total, 'difference')}: ${here} listed here, ${there} there.`,
    first: 'The first 1,000 are shown.',
    here: 'Here',
    there: 'There',
    newer: 'Newer',
    kinds: {
      'missing-here': 'missing here',
      'missing-there': 'missing there',
      status: 'status differs',
      override: 'override differs',
      content: 'content differs',
    } as Record<string, string>,
    newerSides: { here: 'here', there: 'there', same: 'same age', unknown: 'unknown' } as Record<
      string,
      string
    >,
    failed: (why: string) => `Comparison failed: ${why}`,
  },
  activity: {
    filter: 'Search the activity',
    kind: 'Kind',
    any: 'All',
    none: 'Nothing has happened that matches.',
    shown: (shown: number) => count(shown, 'entry', 'entries'),
    time: 'Time',
    what: 'What',
    who: 'Who',
    kinds: {
      registered: 'registered',
      cancelled: 'cancelled',
      evicted: 'evicted',
      disconnected: 'disconnected',
      status: 'status',
      override: 'override',
      metadata: 'metadata',
      action: 'action',
      server: 'server',
    } as Record<string, string>,
    by: { client: 'client', registry: 'registry', peer: 'peer', operator: 'operator' } as Record<
      string,
      string
    >,
    details: {} as Record<string, string>,
    reason: (text: string) => text,
  },
  lab: {
    intro: 'This is the demo on this machine. Break it, and watch what each part knows, and when.',
    processes: 'Processes',
    kinds: { registry: 'registry', provider: 'provider', consumer: 'consumer' } as Record<string, string>,
    states: {
      running: 'running',
      starting: 'starting',
      stopping: 'stopping',
      stopped: 'stopped',
      killed: 'killed',
    } as Record<string, string>,
    stop: 'Stop',
    kill: 'kill -9',
    start: 'Start',
    drain: 'Drain',
    named: (action: string, name: string) => `${action} ${name}`,
    behaviour: 'Behaviour',
    behaviours: { normal: 'normal', slow: 'answers after 2 s', fails: 'answers 500' } as Record<
      string,
      string
    >,
    timings: 'Timings',
    timingNames: { classic: "Classic (Java's)", fast: 'Default (ours)' } as Record<string, string>,
    timingHint: 'Changing the timings restarts the processes.',
    call: 'Call the consumer',
    times: 'Times',
    go: 'Call',
    answered: 'Who answered',
    sinceChange: (seconds: string) => `${seconds} s after the last change`,
    noCalls: 'No calls yet.',
    log: 'Log',
    failed: 'failed',
  },
};
