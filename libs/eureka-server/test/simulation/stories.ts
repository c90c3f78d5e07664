import type { Schedule, Step } from './step.js';

interface Story {
  readonly name: string;
  readonly schedule: Schedule;
}

const story = (name: string, steps: readonly Step[], given: Partial<Schedule> = {}): Story => {
  const nodes = [...new Set(steps.flatMap((step) => ('node' in step ? [step.node] : [])))].sort();
  const schedule = {
    seed: 1,
    nodes: nodes.length > 1 ? nodes : ['A', 'B'],
    clients: ['p1'],
    clockErrorMs: {},
    capacity: 1_000,
    selfPreservation: false,
    asJava: false,
    steps,
    ...given,
  };
  return { name, schedule };
};

const cut = (at: number, from: string, to: string, forMs: number): Step => ({
  at,
  kind: 'cut',
  from,
  to,
  oneWay: false,
  forMs,
});
const mishap = (
  at: number,
  from: string,
  to: string,
  what: Extract<Step, { kind: 'mishap' }>['what'],
  ms = 0,
): Step => ({ at, kind: 'mishap', from, to, what, ms });

const three = { nodes: ['A', 'B', 'C'] };

/** Shrunk stories that the simulation found during development; each was a bug. */
export const stories: readonly Story[] = [
  story('a heartbeat does not renew the older of two overrides', [
    { at: 3_000, kind: 'joins', client: 'p1', node: 'B' },
    { at: 18_000, kind: 'force', node: 'B', client: 'p1', status: 'OUT_OF_SERVICE' },
    cut(25_000, 'B', 'A', 27_581),
    cut(25_000, 'B', 'p1', 27_581),
    { at: 28_000, kind: 'edits', client: 'p1' },
    { at: 43_000, kind: 'force', node: 'B', client: 'p1', status: 'DOWN' },
  ]),
  story(
    'of two simultaneous metadata writes one wins everywhere, and the traffic ends',
    [
      { at: 7_594, kind: 'joins', client: 'p1', node: 'A' },
      cut(12_000, 'C', 'A', 27_729),
      { at: 27_000, kind: 'crash', node: 'C', forMs: 4_160 },
      { at: 40_000, kind: 'tag', node: 'B', client: 'p1', value: '7' },
      { at: 40_180, kind: 'tag', node: 'C', client: 'p1', value: '5' },
    ],
    { ...three, seed: 2459 },
  ),
  story(
    'a removed override does not remain as the own status of the instance',
    [
      { at: 3_000, kind: 'joins', client: 'p1', node: 'B' },
      { at: 39_000, kind: 'force', node: 'C', client: 'p1', status: 'DOWN' },
      { at: 39_000, kind: 'dies', client: 'p1' },
      { at: 46_000, kind: 'joins', client: 'p1', node: 'C' },
      { at: 52_000, kind: 'tag', node: 'A', client: 'p1', value: '9' },
      mishap(56_000, 'B', 'C', 'broken'),
      { at: 56_000, kind: 'unforce', node: 'B', client: 'p1', status: 'UNKNOWN' },
    ],
    { ...three, seed: 1175 },
  ),
  story(
    'a removed override does not remain if only one registry knew it and was cut off',
    [
      { at: 5_000, kind: 'joins', client: 'p1', node: 'C' },
      { at: 46_000, kind: 'moves', client: 'p1', node: 'D' },
      { at: 47_000, kind: 'force', node: 'D', client: 'p1', status: 'DOWN' },
      cut(48_000, 'D', 'A', 36_109),
      cut(48_000, 'D', 'B', 36_109),
      cut(48_000, 'D', 'C', 36_109),
      { at: 49_000, kind: 'tag', node: 'D', client: 'p1', value: '6' },
      { at: 51_000, kind: 'unforce', node: 'A', client: 'p1', status: 'UNKNOWN' },
    ],
    { nodes: ['A', 'B', 'C', 'D'], seed: 1064 },
  ),
  story('of two orders on both sides of a partition the later one wins, for status and override', [
    { at: 42_367, kind: 'joins', client: 'p1', node: 'B' },
    cut(43_000, 'A', 'B', 16_689),
    { at: 44_000, kind: 'dies', client: 'p1' },
    { at: 55_000, kind: 'force', node: 'A', client: 'p1', status: 'OUT_OF_SERVICE' },
    { at: 56_000, kind: 'force', node: 'B', client: 'p1', status: 'DOWN' },
    { at: 58_000, kind: 'joins', client: 'p1', node: 'B' },
  ]),
  story('a metadata write at a registry with an older override does not restore that override', [
    { at: 4_000, kind: 'joins', client: 'p1', node: 'A' },
    mishap(24_000, 'A', 'B', 'answer lost'),
    { at: 25_000, kind: 'force', node: 'B', client: 'p1', status: 'DOWN' },
    mishap(25_578, 'B', 'A', 'answer lost'),
    { at: 26_000, kind: 'force', node: 'A', client: 'p1', status: 'UP' },
    mishap(26_000, 'A', 'B', 'broken'),
    { at: 26_400, kind: 'tag', node: 'B', client: 'p1', value: '4' },
  ]),
  story(
    'a status update does not give an older version the timestamp of the newest',
    [
      { at: 2_000, kind: 'joins', client: 'p1', node: 'B' },
      { at: 3_000, kind: 'moves', client: 'p1', node: 'C' },
      mishap(3_532, 'C', 'B', 'lost'),
      { at: 3_740, kind: 'says', client: 'p1', status: 'UP' },
      { at: 5_000, kind: 'force', node: 'A', client: 'p1', status: 'OUT_OF_SERVICE' },
    ],
    three,
  ),
  story(
    'an initial sync does not override an order given before it',
    [
      { at: 6_000, kind: 'joins', client: 'p1', node: 'C' },
      mishap(19_000, 'A', 'B', 'lost'),
      { at: 19_000, kind: 'tag', node: 'A', client: 'p1', value: '9' },
      { at: 19_659, kind: 'crash', node: 'A', forMs: 1_445 },
    ],
    three,
  ),
  story(
    'a newer registration does not restore a removed override',
    [
      { at: 8_000, kind: 'joins', client: 'p1', node: 'B' },
      { at: 25_000, kind: 'force', node: 'A', client: 'p1', status: 'DOWN' },
      mishap(53_000, 'B', 'A', 'answer lost'),
      { at: 58_000, kind: 'dies', client: 'p1' },
      mishap(59_000, 'A', 'B', 'broken'),
      { at: 59_000, kind: 'unforce', node: 'A', client: 'p1', status: 'UP' },
      { at: 60_000, kind: 'joins', client: 'p1', node: 'B' },
    ],
    { seed: 11_702 },
  ),
  story(
    'a registry that evicted the instance does not restore an override removed during a partition',
    [
      { at: 6_000, kind: 'joins', client: 'p1', node: 'A' },
      { at: 35_000, kind: 'force', node: 'A', client: 'p1', status: 'OUT_OF_SERVICE' },
      cut(41_000, 'A', 'B', 39_820),
      { at: 44_000, kind: 'unforce', node: 'B', client: 'p1', status: 'UNKNOWN' },
      { at: 44_000, kind: 'stall', node: 'A', forMs: 5_020 },
      mishap(54_000, 'p1', 'B', 'broken'),
    ],
    { seed: 828 },
  ),
  story(
    'a cancelled instance is not restored by a late response to an earlier request',
    [
      { at: 39_000, kind: 'joins', client: 'p1', node: 'C' },
      { at: 56_000, kind: 'moves', client: 'p1', node: 'D' },
      mishap(56_000, 'D', 'A', 'answer lost'),
      { at: 59_000, kind: 'says', client: 'p1', status: 'DOWN' },
      { at: 60_000, kind: 'leaves', client: 'p1' },
    ],
    { nodes: ['A', 'C', 'D'], seed: 1153 },
  ),
  story(
    'a cancelled instance is not restored by an initial sync from a registry that missed the cancel',
    [
      { at: 3_000, kind: 'joins', client: 'p1', node: 'C' },
      { at: 56_000, kind: 'crash', node: 'A', forMs: 5_645 },
      mishap(57_000, 'B', 'C', 'lost'),
      mishap(58_000, 'C', 'B', 'broken'),
      { at: 58_000, kind: 'leaves', client: 'p1' },
    ],
    { ...three, seed: 6097 },
  ),
  story(
    'the own status of an instance stands after an earlier removal of an override with another status',
    [
      { at: 2_955, kind: 'joins', client: 'p1', node: 'A' },
      { at: 18_000, kind: 'moves', client: 'p1', node: 'B' },
      { at: 23_000, kind: 'cut', from: 'B', to: 'A', oneWay: true, forMs: 33_192 },
      { at: 24_588, kind: 'force', node: 'B', client: 'p1', status: 'OUT_OF_SERVICE' },
      mishap(25_000, 'A', 'B', 'lost'),
      { at: 25_200, kind: 'unforce', node: 'A', client: 'p1', status: 'UP' },
      { at: 28_000, kind: 'says', client: 'p1', status: 'DOWN' },
    ],
    { seed: 206_682 },
  ),
  story(
    'a cancelled instance is not restored by an initial sync from such an initial sync',
    [
      { at: 0, kind: 'joins', client: 'p1', node: 'A' },
      mishap(9_000, 'D', 'A', 'lost'),
      cut(32_000, 'p1', 'C', 24_557),
      mishap(51_403, 'D', 'C', 'lost'),
      { at: 53_000, kind: 'crash', node: 'A', forMs: 6_815 },
      { at: 54_260, kind: 'crash', node: 'B', forMs: 5_763 },
      { at: 56_000, kind: 'leaves', client: 'p1' },
    ],
    { nodes: ['A', 'B', 'C', 'D'], seed: 306_644 },
  ),
  story(
    'a fetched instance that arrives late overwrites nothing newer',
    [
      mishap(1_000, 'B', 'A', 'broken'),
      { at: 1_357, kind: 'joins', client: 'p1', node: 'B' },
      mishap(2_452, 'A', 'B', 'late', 3_623),
      mishap(6_290, 'A', 'B', 'twice', 3_127),
      mishap(6_297, 'A', 'B', 'answer late', 2_872),
      { at: 7_000, kind: 'tag', node: 'B', client: 'p1', value: '4' },
    ],
    { seed: 301_240 },
  ),
];
