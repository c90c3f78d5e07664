import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Program } from '../harness/program.js';
import { listedAtAll } from './harness/listing.js';
import { OurRegistries, zoneOf } from './harness/registries.js';

/** Duration; SOAK_SECONDS=600 is the long run. */
const seconds = Number(process.env['SOAK_SECONDS'] ?? 30);

interface Sample {
  readonly heap: number;
  readonly registered: number;
  readonly started: number;
  /** Entries of all maps, sets and lists of one client that lives all the time. */
  readonly entries: number;
}

const main = join(__dirname, 'harness', 'client-soak-main.mjs');
const read = <T>(program: Program, kind: string): T[] =>
  program.lines.flatMap((line) =>
    line.startsWith(`${kind} `) ? [JSON.parse(line.slice(kind.length + 1)) as T] : [],
  );
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

describe(`fifty clients that start and stop for ${seconds} s while the registries are killed and restarted`, () => {
  let registries: OurRegistries;
  let program: Program;

  beforeAll(
    async () => {
      registries = await OurRegistries.prepare(2);
      await registries.start();
      program = new Program('the soak', process.execPath, [
        '--expose-gc',
        main,
        String(seconds),
        ...zoneOf(registries),
      ]);
      // Each of the two is killed in turn, then both.
      for (let round = 0; !program.hasEnded && !read(program, 'end').length; round++) {
        await pause(3000);
        const victims = [[0], [1], [0, 1]][round % 3] ?? [];
        await Promise.all(victims.map((each) => registries.kill(each)));
        await pause(500);
        await Promise.all(victims.map((each) => registries.startAgain(each)));
      }
      expect((await program.exited).code).toBe(0);
    },
    seconds * 1000 + 60_000,
  );
  afterAll(() => registries.close());

  it('started and stopped all the time, and were registered while a registry was up', () => {
    const samples = read<Sample>(program, 'sample');
    expect(samples.at(-1)?.started).toBeGreaterThan(50 + seconds);
    // The restart time of a registry depends on the machine.
    expect(Math.max(...samples.map(({ registered }) => registered))).toBeGreaterThan(40);
  });

  it('did not grow in memory between the middle and the end', () => {
    const heaps = read<Sample>(program, 'sample').map(({ heap }) => heap);
    const third = Math.floor(heaps.length / 3);
    const [middle, last] = [median(heaps.slice(third, 2 * third)), median(heaps.slice(2 * third))];
    expect(last).toBeLessThan(middle * 1.2 + 2 * 1024 * 1024);
  });

  it('did not collect entries or listeners in a client that lived all the time', () => {
    const entries = read<Sample>(program, 'sample').map((sample) => sample.entries);
    const third = Math.floor(entries.length / 3);
    const [middle, last] = [median(entries.slice(third, 2 * third)), median(entries.slice(2 * third))];
    // The registries restart at different times, with some of the fifty instances.
    expect(last).toBeLessThan(middle * 1.5 + 200);
  });

  it('left no timer, no socket, no unhandled rejection and no error in the log', () => {
    const [end] = read<{ left: string[]; unhandled: number }>(program, 'end');
    expect(end).toMatchObject({ left: [], unhandled: 0 });
    expect(program.lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('are gone from the registries', async () => {
    await listedAtAll(registries.bases, []);
  });
});
