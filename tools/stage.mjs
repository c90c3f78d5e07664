// npm run stage            the table of the course's stages
// npm run stage d          starts stage D; Ctrl-C stops it
// npm run stage d classic  the same with Java's timings
// npm run stage d fast     the same with short leases
import { addressesOf, appNamed } from './announcement.mjs';
import { portState } from './doctor-checks.mjs';
import { languageOf } from './language.mjs';
import { runNx } from './run-nx.mjs';
import { classic, fast, stages } from './stages.mjs';
import { table } from './table.mjs';

const language = languageOf(process.env);
const words = {
  zh: {
    unknown: (/** @type {string} */ given) => `没有“${given}”这个阶段`,
    unknownPace: (/** @type {string} */ given) => `阶段后面只能加 classic 或 fast，不能加“${given}”`,
    stage: (/** @type {string} */ letter) => `阶段 ${letter}`,
    try: '试一试',
    expect: '预期',
    usage: 'npm run stage <字母> [classic|fast]',
    apps: (/** @type {number} */ count) => `${count} 个应用`,
    alone: '只写字母：本项目的默认值，被杀的实例约一秒后移除',
    classic: 'Java 的时间参数，被杀的实例一直留着；可用于任何阶段',
    fast: '课程的短租约，被杀的实例 4 到 6 秒后剔除；可用于任何阶段',
  },
  en: {
    unknown: (/** @type {string} */ given) => `there is no stage "${given}"`,
    unknownPace: (/** @type {string} */ given) => `only classic or fast can follow a stage, not "${given}"`,
    stage: (/** @type {string} */ letter) => `stage ${letter}`,
    try: 'try   ',
    expect: 'expect',
    usage: 'npm run stage <letter> [classic|fast]',
    apps: (/** @type {number} */ count) => `${count} apps`,
    alone: 'a letter alone: our defaults, a killed instance is gone in about a second',
    classic: "Java's timings, with any stage: a killed instance stays listed",
    fast: "the course's short leases, with any stage: it is evicted after 4 to 6 s",
  },
}[language];

const paces = { classic, fast };
/** @returns {word is keyof typeof paces} */
const isPace = (/** @type {string} */ word) => word in paces;
const [name, pace, ...more] = process.argv.slice(2).map((word) => word.toLowerCase());
const stage = stages[name ?? ''];

if (name === undefined) {
  console.log(overview());
} else if (!stage) {
  refuse(words.unknown(name));
} else if (more.length > 0 || (pace !== undefined && !isPace(pace))) {
  refuse(words.unknownPace([pace, ...more].join(' ')));
} else {
  const settings = { ...stage.env, ...(pace && paces[pace]) };
  console.log(`${words.stage(name.toUpperCase())}, ${stage.chapter}: ${stage.title[language]}`);
  console.log(table(Object.entries(settings).map(([key, value]) => [`${key}=${value}`])));
  console.log(
    `  ${words.try}  ${stage.tryThis(await consumerUrl())[language]}\n  ${words.expect}  ${stage.expect[language]}\n`,
  );
  serve(stage.apps, settings);
}

/** @param {string} reason */
function refuse(reason) {
  console.error(`${reason}\n\n${overview()}`);
  process.exitCode = 1;
}

function overview() {
  const rows = Object.entries(stages).map(([key, { chapter, title, apps }]) => [
    key,
    words.apps(apps.length),
    title[language],
    chapter,
  ]);
  const paceRows = [
    ['', '', words.alone, ''],
    ['classic', '', words.classic, ''],
    ['fast', '', words.fast, ''],
  ];
  return `${words.usage}\n\n${table([...rows, ...paceRows])}`;
}

/** The address that the consumer will have: 8080 where this user may not listen on port 80. */
async function consumerUrl() {
  const [usual = '', other = usual] = addressesOf(appNamed('order-consumer-80'), process.env);
  return (await portState(80)) === 'denied' ? other : usual;
}

/**
 * @param {readonly string[]} apps
 * @param {Record<string, string>} settings
 */
function serve(apps, settings) {
  // The root project announces the apps; the lab serves the console.
  const beside = ['eureka-nest', 'lab', 'companion'];
  runNx(['run-many', '--target=serve', `--projects=${[...beside, ...apps].join(',')}`], {
    ...process.env,
    ...settings,
    STAGE_APPS: apps.join(','),
  });
}
