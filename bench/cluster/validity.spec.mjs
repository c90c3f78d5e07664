// Invalid figures must end the run, and the report must show missed targets.
import { InvalidFigureError } from '../registry/validity.mjs';
import { heartbeat } from '../registry/requests.mjs';
import { refuseInvalidReplication } from './validity.mjs';
import { timeUntilVisible } from './lag.mjs';
import { table, written } from '../markdown.mjs';
import { clientTraffic, nodeLoad } from './capacity-model.mjs';
import { tableOf } from './report.mjs';
import { asPeer } from './requests.mjs';
import { rowsOf } from './rows.mjs';
import { quantile } from './statistics.mjs';

describe('the cost of a replicated heartbeat', () => {
  const unreplicated = { heartbeats: 0 };
  const replicated = { accepted: 1000, unknown: 0 };

  it('is the difference of a run with and one without replication', () => {
    expect(() => refuseInvalidReplication('spec', { unreplicated, replicated })).not.toThrow();
  });

  it.each([
    ['the run without it replicated', { unreplicated: { heartbeats: 1 }, replicated }],
    ['the other node lacks an instance', { unreplicated, replicated: { ...replicated, unknown: 1 } }],
    ['the run with it replicated nothing', { unreplicated, replicated: { ...replicated, accepted: 0 } }],
  ])('is refused if %s', (_, seen) => {
    expect(() => refuseInvalidReplication('spec', seen)).toThrow(InvalidFigureError);
  });

  it('is measured with requests that differ in the header of a peer alone', () => {
    const header = 'x-netflix-discovery-replication: true\r\n';
    const plain = heartbeat(1, 7).toString();
    const ofPeer = asPeer(heartbeat(1, 7)).toString();
    expect(ofPeer.split('\r\n')[0]).toBe(plain.split('\r\n')[0]);
    expect(ofPeer.replace(header, '')).toBe(plain);
    expect(ofPeer.length - plain.length).toBe(header.length);
  });
});

describe('the lag of a change', () => {
  const response = (status, text) => ({ status, body: Buffer.from(text) });

  it('ends with the first response that contains it', async () => {
    const responses = [response(200, 'before'), response(200, 'before'), response(200, 'the change')];
    const age = await timeUntilVisible(async () => responses.shift(), 'the change', performance.now());
    expect(responses).toEqual([]);
    expect(age).toBeGreaterThan(0);
  });

  it('ends with the first response if that contains it', async () => {
    const since = performance.now() - 70;
    expect(
      await timeUntilVisible(async () => response(200, 'the change'), 'the change', since),
    ).toBeGreaterThan(69);
  });

  it('is infinite if no response contains it', async () => {
    const since = performance.now() - 100_000;
    expect(await timeUntilVisible(async () => response(200, 'before'), 'the change', since)).toBe(Infinity);
  });

  it('is refused if a read fails', async () => {
    await expect(timeUntilVisible(async () => response(404, ''), 'x', performance.now())).rejects.toThrow(
      '404',
    );
  });

  it('has the largest value but one as the 99th percentile of 100 values', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1).toReversed();
    expect([0.5, 0.99, 1].map((part) => quantile(hundred, part))).toEqual([50, 99, 100]);
    expect(quantile([7], 0.99)).toBe(7);
  });
});

describe('the report of a cluster', () => {
  const spread = (value) => ({ median: value, least: value, most: value });
  const cost = (bothUs) =>
    Object.fromEntries(
      ['directUs', 'senderUs', 'receiverUs', 'bytes', 'perBatch', 'replicated', 'othersBusy']
        .map((key) => [key, spread(1)])
        .concat([['bothUs', spread(bothUs)]]),
    );
  const seen = (ms) => ({ count: 100, never: 0, median: ms, p99: 10 * ms, most: 10 * ms });
  const figures = {
    cost: { ours: cost(4), java: cost(10) },
    loaded: { ours: { instance: seen(20), app: seen(60) }, java: { instance: seen(400), app: seen(9000) } },
  };

  it('shows missed targets as clearly as met ones', () => {
    const aimed = rowsOf(figures).filter(({ reached }) => reached !== undefined);
    expect(aimed.map(({ name, reached }) => [name, reached])).toEqual([
      ['lag, 1,000 changes/s: instance read, median', true],
      ['lag, 1,000 changes/s: instance read, 99 %', true],
      ['lag, 1,000 changes/s: application read, median', false],
      ['lag, 1,000 changes/s: application read, 99 %', false],
      ['replicating one heartbeat, both nodes', false],
    ]);
    const machine = { date: 'today', cpu: 'a', cores: 2, loadBefore: 0, rounds: 1, node: 'v', java: 'J' };
    expect(tableOf({ figures, machine })).toContain('misses its target in 3 of 5 rows');
  });

  it('does not judge a target relative to a server that was not measured', () => {
    const [row] = rowsOf({ cost: { ours: cost(4) } }).filter(({ aim }) => aim);
    expect(row.reached).toBeUndefined();
  });

  it('replaces the previous one between its comments, which must exist', () => {
    const page = 'a\n<!-- x: written by `node bench/cluster.mjs` -->\nold\n<!-- x: end -->\nb';
    const once = written(page, 'cluster', 'x', 'new');
    expect(once).toContain('\n\nnew\n\n');
    expect(once).not.toContain('old');
    expect(written(once, 'cluster', 'x', 'new')).toBe(once);
    expect(() => written(page, 'cluster', 'y', 'new')).toThrow('no place for y');
  });

  it('formats tables as Prettier does', () => {
    expect(table(['a', 'long'], [['b']])).toBe('| a   | long |\n| --- | ---- |\n| b   |      |');
  });
});

describe('the capacity model', () => {
  const constants = {
    directUs: 20,
    senderUs: 3,
    receiverUs: 2,
    replicatedBytes: 200,
    deltaUs: 30,
    memoryKib: 5,
    zippedBytes: 50,
  };

  it('gives each of two nodes half of the clients and all replicas of the other half', () => {
    const { cores, mib, mbitReplicated } = nodeLoad(constants, 30_000, 2);
    expect(cores).toBeCloseTo((500 * (20 + 30 + 3 + 2)) / 1e6);
    expect(mib).toBeCloseTo((30_000 * 5) / 1024);
    expect(mbitReplicated).toBeCloseTo((2 * 500 * 200 * 8) / 1e6);
  });

  it('has a lower bound per node, however many nodes there are: receiving every replica', () => {
    expect(nodeLoad(constants, 30_000, 1000).cores).toBeCloseTo((1000 * 5) / 1e6, 3);
  });

  it('sends a hundred times as much to ten times as many clients', () => {
    const [one, ten] = [clientTraffic(constants, 86_400), clientTraffic(constants, 864_000)];
    expect(one.changesPerSecond).toBe(2);
    expect(one.listed).toBe(360);
    expect(ten.gbit / one.gbit).toBeCloseTo(100);
    expect(ten.gbitWhole / one.gbitWhole).toBeCloseTo(100);
  });
});
