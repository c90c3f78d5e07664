// The harness must not be able to lie: each way in which a figure would be none ends the run, and the report says what was missed.
import { NotAFigureError } from '../registry/judge.mjs';
import { heartbeat } from '../registry/requests.mjs';
import { refuseOtherTelling } from './judge.mjs';
import { sightOf } from './lag.mjs';
import { table, written } from '../markdown.mjs';
import { deltasOf, nodeOf } from './capacity-model.mjs';
import { tableOf } from './report.mjs';
import { asPeer } from './requests.mjs';
import { rowsOf } from './rows.mjs';
import { quantile } from './statistics.mjs';

describe('what a replicated heartbeat costs', () => {
  const silent = { heartbeats: 0 };
  const told = { accepted: 1000, unknown: 0 };

  it('is taken from a run with and one without telling', () => {
    expect(() => refuseOtherTelling('spec', { silent, told })).not.toThrow();
  });

  it.each([
    ['something was told without', { silent: { heartbeats: 1 }, told }],
    ['the other node lacks an instance', { silent, told: { ...told, unknown: 1 } }],
    ['nothing was told with', { silent, told: { ...told, accepted: 0 } }],
  ])('is refused where %s', (_, seen) => {
    expect(() => refuseOtherTelling('spec', seen)).toThrow(NotAFigureError);
  });

  it('is without telling where the request says that it comes from a peer, and is the same otherwise', () => {
    const header = 'x-netflix-discovery-replication: true\r\n';
    const plain = heartbeat(1, 7).toString();
    const passedOn = asPeer(heartbeat(1, 7)).toString();
    expect(passedOn.split('\r\n')[0]).toBe(plain.split('\r\n')[0]);
    expect(passedOn.replace(header, '')).toBe(plain);
    expect(passedOn.length - plain.length).toBe(header.length);
  });
});

describe('the lag of a change', () => {
  const answer = (status, text) => ({ status, body: Buffer.from(text) });

  it('lasts until an answer holds it', async () => {
    const answers = [answer(200, 'before'), answer(200, 'before'), answer(200, 'the change')];
    const age = await sightOf(async () => answers.shift(), 'the change', performance.now());
    expect(answers).toEqual([]);
    expect(age).toBeGreaterThan(0);
  });

  it('ends at once where it was there already', async () => {
    const since = performance.now() - 70;
    expect(await sightOf(async () => answer(200, 'the change'), 'the change', since)).toBeGreaterThan(69);
  });

  it('that was never seen has no end', async () => {
    const since = performance.now() - 100_000;
    expect(await sightOf(async () => answer(200, 'before'), 'the change', since)).toBe(Infinity);
  });

  it('is none where a look was refused', async () => {
    await expect(sightOf(async () => answer(404, ''), 'x', performance.now())).rejects.toThrow('404');
  });

  it('at the 99th of 100 is the largest but one', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1).toReversed();
    expect([0.5, 0.99, 1].map((part) => quantile(hundred, part))).toEqual([50, 99, 100]);
    expect(quantile([7], 0.99)).toBe(7);
  });
});

describe('the report of a cluster', () => {
  const spread = (value) => ({ median: value, least: value, most: value });
  const cost = (bothUs) =>
    Object.fromEntries(
      ['directUs', 'senderUs', 'receiverUs', 'bytes', 'perBatch', 'told', 'othersBusy']
        .map((key) => [key, spread(1)])
        .concat([['bothUs', spread(bothUs)]]),
    );
  const seen = (ms) => ({ count: 100, never: 0, median: ms, p99: 10 * ms, most: 10 * ms });
  const figures = {
    cost: { ours: cost(4), java: cost(10) },
    loaded: { ours: { instance: seen(20), app: seen(60) }, java: { instance: seen(400), app: seen(9000) } },
  };

  it('says where an aim was missed as plainly as where it was reached', () => {
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

  it('says nothing of an aim that is a part of what was not measured', () => {
    const [row] = rowsOf({ cost: { ours: cost(4) } }).filter(({ aim }) => aim);
    expect(row.reached).toBeUndefined();
  });

  it('takes the place of the one before, and needs one', () => {
    const page = 'a\n<!-- x: written by `node bench/cluster.mjs` -->\nold\n<!-- x: end -->\nb';
    const once = written(page, 'cluster', 'x', 'new');
    expect(once).toContain('\n\nnew\n\n');
    expect(once).not.toContain('old');
    expect(written(once, 'cluster', 'x', 'new')).toBe(once);
    expect(() => written(page, 'cluster', 'y', 'new')).toThrow('no place for y');
  });

  it('has tables as Prettier writes them', () => {
    expect(table(['a', 'long'], [['b']])).toBe('| a   | long |\n| --- | ---- |\n| b   |      |');
  });
});

describe('a cluster on paper', () => {
  const constants = {
    directUs: 20,
    senderUs: 3,
    receiverUs: 2,
    replicatedBytes: 200,
    deltaUs: 30,
    memoryKib: 5,
    zippedBytes: 50,
  };

  it('of two nodes shares 30,000 instances: 500 heartbeats a second each of its own, and 500 that it is told', () => {
    const { cores, mib, mbitReplicated } = nodeOf(constants, 30_000, 2);
    expect(cores).toBeCloseTo((500 * (20 + 30 + 3 + 2)) / 1e6);
    expect(mib).toBeCloseTo((30_000 * 5) / 1024);
    expect(mbitReplicated).toBeCloseTo((2 * 500 * 200 * 8) / 1e6);
  });

  it('never does less at a node than tell its own and be told all others, however many nodes there are', () => {
    expect(nodeOf(constants, 30_000, 1000).cores).toBeCloseTo((1000 * 5) / 1e6, 3);
  });

  it('sends a hundred times as much to ten times as many clients', () => {
    const [one, ten] = [deltasOf(constants, 86_400), deltasOf(constants, 864_000)];
    expect(one.changesPerSecond).toBe(2);
    expect(one.listed).toBe(360);
    expect(ten.gbit / one.gbit).toBeCloseTo(100);
    expect(ten.gbitWhole / one.gbitWhole).toBeCloseTo(100);
  });
});
