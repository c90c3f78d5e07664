import { setTimeout as pause } from 'node:timers/promises';
import { figure } from '../harness/figure.js';
import { chapters } from './harness/chapters.mjs';
import { canRunApart, Track } from './harness/track.js';

type Chapter = ReturnType<typeof chapters>[number];

jest.setTimeout(900_000);

/** Time for the tracks to remove their clones. */
const endLimitMs = 30_000;

const all = chapters();
const pathsOf = (isIn: (chapter: Chapter) => boolean) => all.filter(isIn).map(({ path }) => path);
const lastInClass = 15;
const isInWalk = ({ language, number }: Chapter) => language === 'zh' && number > 5 && number <= lastInClass;

const walk = pathsOf(isInWalk);
const chineseOthers = pathsOf((chapter) => chapter.language === 'zh' && !isInWalk(chapter));
const english = pathsOf(({ language, number }) => language === 'en' && number <= lastInClass);
const englishOthers = pathsOf(({ language, number }) => language === 'en' && number > lastInClass);

describe('the chapters, run as their readers do', () => {
  const tracks = {
    walk: new Track(walk, ['--walk']),
    chineseOthers: new Track(chineseOthers),
    english: new Track(english),
    englishOthers: new Track(englishOthers),
  };

  const running: Promise<void>[] = [];

  beforeAll(() => {
    const isApart = canRunApart();
    for (const track of Object.values(tracks)) {
      // Without ports of their own they run one after another on those of the demo.
      const before = isApart ? undefined : running.at(-1);
      running.push(Promise.resolve(before).then(() => track.run(isApart)));
    }
  });
  afterAll(async () => {
    const isOver = Promise.all(running);
    await Promise.race([isOver, pause(endLimitMs, undefined, { ref: false })]);
    for (const [name, track] of Object.entries(tracks)) {
      figure(`course, ${name}`, track.seconds, 's');
      track.end();
    }
  }, 2 * endLimitMs);

  describe('a newcomer: the Chinese chapters 6 to 15 in one clone, as printed, without a reset', () => {
    it.each(walk)('%s', (path) => tracks.walk.passes(path));

    it('ends with ports that take turns', () => {
      const sixCalls = all
        .find(({ path }) => path === walk.at(-1))
        ?.steps.find((step) => step.kind === 'run');
      const output = sixCalls?.kind === 'run' ? sixCalls.output : undefined;
      expect([...(output ?? '').matchAll(/serverPort: +(\d+)/g)].map(([, port]) => port)).toEqual([
        ...['8001', '8002', '8003'],
        ...['8001', '8002', '8003'],
      ]);
      return tracks.walk.passes(walk.at(-1) ?? '');
    });
  });

  it.each(chineseOthers)('%s', (path) => tracks.chineseOthers.passes(path));
  it.each(english)('%s', (path) => tracks.english.passes(path));
  it.each(englishOthers)('%s', (path) => tracks.englishOthers.passes(path));
});
