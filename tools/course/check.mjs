// node tools/course/check.mjs                    runs the commands of all course pages
// node tools/course/check.mjs PAGE ...           those of some pages
//   --walk             each stage by its printed command, and no reset between the pages
//   --write-pictures   replaces the pictures in docs/images/course
//   --json             one line of JSON per page
// It needs git, Chromium and the ports of the demo, and works in a throwaway clone of the last
// commit.
import { parseArgs } from 'node:util';
import { chapterAt, chapters } from './chapters.mjs';
import { faultOf } from './commands.mjs';
import { Pictures } from './pictures.mjs';
import { Stages } from './stages.mjs';
import { Workspace } from './workspace.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    walk: { type: 'boolean', default: false },
    'write-pictures': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const locales = { zh: 'zh_CN.UTF-8', en: 'en_US.UTF-8' };
// Chapters with the same stages follow each other.
const pages =
  positionals.length > 0
    ? positionals.map(chapterAt)
    : chapters().sort((one, other) => one.number - other.number);

const pictures = new Pictures(values['write-pictures']);
const workspace = new Workspace();
const stages = new Stages(workspace.folder);

/**
 * Runs the steps of a chapter in order.
 *
 * @param {import('./chapters.mjs').Chapter} chapter
 * @returns {Promise<readonly string[]>} what is not as the page says
 */
async function faultsOf({ language, steps }) {
  const env = { ...process.env, LC_ALL: '', LANG: locales[language] };
  /** @type {string[]} */
  const faults = [];
  for (const step of steps) {
    if (step.kind === 'screenshot') await pictures.take(step, language);
    else if (step.kind === 'stage')
      await (values.walk ? stages.startAsPrinted(step.command, env) : stages.start(step.command, env));
    else faults.push(...[await faultOf(step, workspace.folder, env)].filter((fault) => fault !== undefined));
  }
  return faults;
}

/** @param {import('./chapters.mjs').Chapter} chapter */
async function check(chapter) {
  const start = Date.now();
  const faults = await faultsOf(chapter).catch((error) => [`${error.message}`]);
  await stages.stop();
  if (!values.walk) workspace.reset();
  const seconds = (Date.now() - start) / 1000;
  if (values.json) console.log(JSON.stringify({ path: chapter.path, seconds, faults }));
  else
    console.log(
      [`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${chapter.path} ${seconds.toFixed(1)} s`, ...faults].join(
        '\n',
      ),
    );
  return faults.length;
}

try {
  for (const page of pages) if ((await check(page)) > 0) process.exitCode = 1;
} finally {
  await stages.stop();
  await pictures.close();
  workspace.remove();
}
