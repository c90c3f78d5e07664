// What a cluster of ours would cost at sizes that nobody measured here: the formulas of docs/reference/cluster-speed.md, with measured constants.
import { digits, table } from '../markdown.mjs';

const beatSecs = 30;
const instancesMeasured = 10_000;
const kib = 1024;
/** How long the delta keeps a change. */
const deltaSecs = 180;
const secondsOfDay = 86_400;
/** A rollout: the old instance leaves, the new one comes. */
const changesPerRollout = 2;

/**
 * @param cluster figures of `bench/cluster`
 * @param registry figures of `bench/registry`
 */
export function constantsOf({ cost }, registry) {
  const { ours } = cost;
  const { idleMib, heldMib } = registry.memory.ours;
  return {
    directUs: ours.directUs.median,
    senderUs: ours.senderUs.median,
    receiverUs: ours.receiverUs.median,
    replicatedBytes: ours.bytes.median,
    deltaUs: registry.delta.ours.cpuUs.median,
    memoryKib: ((heldMib - idleMib) * kib) / instancesMeasured,
    zippedBytes: registry['apps-json-gzip-10000'].ours.bytes / instancesMeasured,
  };
}

/** What each of `nodes` nodes does for `instances` that live, each also a client that reads deltas. */
export function nodeOf(constants, instances, nodes) {
  const { directUs, senderUs, receiverUs, deltaUs, memoryKib, replicatedBytes } = constants;
  const beats = instances / beatSecs;
  const others = nodes - 1;
  const microseconds = (beats / nodes) * (directUs + deltaUs + others * (senderUs + receiverUs));
  return {
    cores: microseconds / 1e6,
    mib: (instances * memoryKib) / kib,
    /** Sent and received together. */
    mbitReplicated: (2 * (beats / nodes) * others * replicatedBytes * 8) / 1e6,
  };
}

/** What the whole cluster sends to its clients if each instance is replaced once a day. */
export function deltasOf({ zippedBytes }, instances) {
  const changesPerSecond = (changesPerRollout * instances) / secondsOfDay;
  const listed = Math.min(instances, changesPerSecond * deltaSecs);
  const deltaBytes = listed * zippedBytes;
  const wholeBytes = instances * zippedBytes;
  return {
    changesPerSecond,
    listed,
    deltaBytes,
    gbit: ((instances / beatSecs) * deltaBytes * 8) / 1e9,
    wholeBytes,
    /** If all clients read the registry anew within five minutes. */
    gbitWhole: ((instances / 300) * wholeBytes * 8) / 1e9,
  };
}

const sizes = [10_000, 100_000, 1_000_000];
const nodeCounts = [2, 3, 5, 10];
const spaced = (number) => number.toLocaleString('en-US');

export function paperOf(constants) {
  const { directUs, senderUs, receiverUs, replicatedBytes, deltaUs, memoryKib, zippedBytes } = constants;
  return [
    `d = ${digits(directUs)} µs, s = ${digits(senderUs)} µs, r = ${digits(receiverUs)} µs, w = ${digits(replicatedBytes)} bytes (this run); ` +
      `q = ${digits(deltaUs)} µs, m = ${digits(memoryKib)} KiB, z = ${digits(zippedBytes)} bytes (bench/results/registry.json).`,
    '',
    table(
      ['instances', 'nodes', 'cores per node', 'MiB per node', 'replication per node, Mbit/s'],
      sizes.flatMap((instances) =>
        nodeCounts.map((nodes) => {
          const { cores, mib, mbitReplicated } = nodeOf(constants, instances, nodes);
          return [spaced(instances), String(nodes), digits(cores), digits(mib), digits(mbitReplicated)];
        }),
      ),
    ),
    '',
    table(
      [
        'instances',
        'changes/s',
        'instances in a delta',
        'one delta, kB',
        'all deltas, Gbit/s',
        'full registry, MB',
        'all clients re-fetch in 5 min, Gbit/s',
      ],
      sizes.map((instances) => {
        const each = deltasOf(constants, instances);
        return [
          spaced(instances),
          digits(each.changesPerSecond),
          spaced(Math.round(each.listed)),
          digits(each.deltaBytes / 1e3),
          digits(each.gbit),
          digits(each.wholeBytes / 1e6),
          digits(each.gbitWhole),
        ];
      }),
    ),
  ].join('\n');
}
