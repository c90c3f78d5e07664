import type { Browser } from 'playwright-core';
import { startBrowser } from '../page/browser.js';
import { chapters, type Chapter } from './harness/chapters.js';
import { outcomeOf } from './harness/commands.js';
import { takePicture } from './harness/pictures.js';
import { Stages } from './harness/stages.js';
import { Workspace } from './harness/workspace.js';

jest.setTimeout(300_000);

const locales = { zh: 'zh_CN.UTF-8', en: 'en_US.UTF-8' };
const firstOfWalk = 6;
const lastOfWalk = 15;
const isInWalk = ({ language, number }: Chapter) =>
  language === 'zh' && number >= firstOfWalk && number <= lastOfWalk;
const withSteps = chapters.filter(({ steps }) => steps.length > 0);
const walk = withSteps.filter(isInWalk);
/** Chapters with the same stages follow each other. */
const others = withSteps
  .filter((chapter) => !isInWalk(chapter))
  .sort((one, other) => one.number - other.number);

describe('the chapters, run as their readers do', () => {
  let workspace: Workspace;
  let stages: Stages;
  let browser: Browser;
  /** What the commands of the walk have printed, by their command. */
  const printed = new Map<string, string>();

  beforeAll(async () => {
    workspace = new Workspace();
    stages = new Stages(workspace);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await stages?.stop();
    await browser?.close();
    workspace?.remove();
  });

  /** Runs the steps of a chapter in order; fails with all that is not as its page says. */
  async function run({ language, steps }: Chapter, start: Stages['start']): Promise<void> {
    const env = { ...(process.env as Record<string, string>), LC_ALL: '', LANG: locales[language] };
    const faults: string[] = [];
    for (const step of steps) {
      if (step.kind === 'screenshot') await takePicture(browser, step, language);
      else if (step.kind === 'stage') await start(step.command, env);
      else {
        const outcome = await outcomeOf(step, workspace.folder, env);
        printed.set(step.command, outcome.printed);
        if (outcome.fault !== undefined) faults.push(outcome.fault);
      }
    }
    if (faults.length > 0) throw new Error(faults.join('\n\n'));
  }

  describe('a newcomer: chapters 6 to 15 in one clone, each stage with its command, without a reset', () => {
    it.each(walk)('$path', async (chapter) => {
      await run(chapter, (command, env) => stages.startAsPrinted(command, env));
    });

    it('ends with ports that take turns', () => {
      const sixCalls = walk.at(-1)?.steps.find((step) => step.kind === 'run');
      const output = sixCalls?.kind === 'run' ? printed.get(sixCalls.command) : undefined;
      expect([...(output ?? '').matchAll(/serverPort: +(\d+)/g)].map(([, port]) => port)).toEqual([
        '8001',
        '8002',
        '8003',
        '8001',
        '8002',
        '8003',
      ]);
    });
  });

  it.each(others)('$path', async (chapter) => {
    await stages.stop();
    workspace.reset();
    await run(chapter, (command, env) => stages.start(command, env));
  });
});
