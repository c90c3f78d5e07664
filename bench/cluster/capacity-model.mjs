// Cost of a cluster of ours at sizes that were not measured: the formulas of
// docs/reference/cluster-speed.md, with measured constants.
import { digits, table } from '../markdown.mjs';

const beatSecs = 30;
const instancesMeasured = 10_000;
const kib = 1024;
/** Time that the delta retains a change. */
const deltaSecs = 180;
const secondsOfDay = 86_400;
/** A rollout of one instance is two changes: the old one leaves, the new one registers. */
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

/** Load of one node, if each instance is also a client that reads deltas. */
export function nodeLoad(constants, instances, nodes) {
  const { directUs, senderUs, receiverUs, deltaUs, memoryKib, replicatedBytes } = constants;
  const beats = instances / beatSecs;
  const others = nodes - 1;
  const microseconds = (beats / nodes) * (directUs + deltaUs + others * (senderUs + receiverUs));
  return {
    cores: microseconds / 1e6,
    mib: (instances * memoryKib) / kib,
    /** Traffic in both directions together. */
    mbitReplicated: (2 * (beats / nodes) * others * replicatedBytes * 8) / 1e6,
  };
}

/** Traffic from the whole cluster to its clients if each instance is replaced once a day. */
export function clientTraffic({ zippedBytes }, instances) {
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
    /** Traffic if all clients fetch the full registry within five minutes. */
    gbitWhole: ((instances / 300) * wholeBytes * 8) / 1e9,
  };
}

const sizes = [10_000, 100_000, 1_000_000];
const nodeCounts = [2, 3, 5, 10];
const grouped = (number) => number.toLocaleString('en-US');

export function capacityTables(constants) {
  const { directUs, senderUs, receiverUs, replicatedBytes, deltaUs, memoryKib, zippedBytes } = constants;
  return [
    `d = ${digits(directUs)} µs, s = ${digits(senderUs)} µs, r = ${digits(receiverUs)} µs, w = ${digits(replicatedBytes)} bytes (this run); ` +
      `q = ${digits(deltaUs)} µs, m = ${digits(memoryKib)} KiB, z = ${digits(zippedBytes)} bytes (bench/results/registry.json).`,
    '',
    table(
      ['instances', 'nodes', 'cores per node', 'MiB per node', 'replication per node, Mbit/s'],
      sizes.flatMap((instances) =>
        nodeCounts.map((nodes) => {
          const { cores, mib, mbitReplicated } = nodeLoad(constants, instances, nodes);
          return [grouped(instances), String(nodes), digits(cores), digits(mib), digits(mbitReplicated)];
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
        const each = clientTraffic(constants, instances);
        return [
          grouped(instances),
          digits(each.changesPerSecond),
          grouped(Math.round(each.listed)),
          digits(each.deltaBytes / 1e3),
          digits(each.gbit),
          digits(each.wholeBytes / 1e6),
          digits(each.gbitWhole),
        ];
      }),
    ),
  ].join('\n');
}
