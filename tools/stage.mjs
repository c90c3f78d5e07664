// npm run stage            the table of the course's stages
// npm run stage d          starts stage D; Ctrl-C stops it
// npm run stage d fast     the same with short leases
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fast, stages } from './stages.mjs';
import { table } from './table.mjs';

const [name, pace, ...more] = process.argv.slice(2).map((word) => word.toLowerCase());
const stage = stages[name ?? ''];

if (name === undefined) {
  console.log(overview());
} else if (!stage || more.length > 0 || (pace !== undefined && pace !== 'fast')) {
  console.error(`there is no stage "${process.argv.slice(2).join(' ')}"\n\n${overview()}`);
  process.exitCode = 1;
} else {
  const settings = { ...stage.env, ...(pace && fast) };
  console.log(`stage ${name.toUpperCase()}, ${stage.chapter}: ${stage.title}`);
  console.log(table(Object.entries(settings).map(([key, value]) => [`${key}=${value}`])));
  console.log(`  try     ${stage.tryThis}\n  expect  ${stage.expect}\n`);
  serve(stage.apps, settings);
}

function overview() {
  const rows = Object.entries(stages).map(([key, { chapter, title, apps }]) => [
    key,
    `${apps.length} apps`,
    title,
    chapter,
  ]);
  return `npm run stage <letter> [fast]\n\n${table([...rows, ['fast', '', 'short leases, with any stage', '']])}`;
}

/**
 * @param {readonly string[]} apps
 * @param {Record<string, string>} settings
 */
function serve(apps, settings) {
  // nx is started directly: npx would not forward signals. The root project announces the apps.
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const child = spawn(
    process.execPath,
    [nx, 'run-many', '--target=serve', `--projects=${['eureka-nest', ...apps].join(',')}`],
    { stdio: 'inherit', env: { ...process.env, ...settings, STAGE_APPS: apps.join(',') } },
  );
  // Ctrl-C in a terminal reaches nx too, which stops the apps in order: this process only waits.
  // Any other signal is sent to this process alone and is forwarded.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}
