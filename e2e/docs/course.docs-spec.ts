import { chapters, type Chapter } from '../../tools/course/chapters.mjs';
import { figure } from '../harness/figure.js';
import { canRunApart, Track } from './harness/track.js';

jest.setTimeout(900_000);

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

  beforeAll(() => {
    const [first, ...more] = Object.values(tracks);
    if (canRunApart()) for (const track of [first, ...more]) void track?.run(true);
    // One after another on the ports of the demo.
    else void more.reduce((before, track) => before.then(() => track.run(false)), first!.run(false));
  });
  afterAll(() => {
    for (const [name, track] of Object.entries(tracks)) {
      figure(`course, ${name}`, track.seconds, 's');
      track.end();
    }
  });

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
