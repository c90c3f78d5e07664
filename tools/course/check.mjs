// node tools/course/check.mjs               runs the commands of all course pages
// node tools/course/check.mjs docs/zh/course/07-standalone-eureka.md ...    those of some pages
// It needs git and the ports of the demo, and works in a throwaway clone of the last commit.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { commandsOf, matches } from './page-commands.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const startLimitMs = 120_000;
/** Time for everything to register once the apps answer. */
const settleMs = 3_000;
const runLimitMs = 300_000;
const mayUsePort80 = process.getuid?.() === 0;

const home = mkdtempSync(join(tmpdir(), 'course-'));
const clone = join(home, 'eureka-nest');
/** @type {(() => Promise<void>) | undefined} */
let stopStage;
let skipped = 0;

/** @param {string} page */
const environmentOf = (page) => ({
  ...process.env,
  LC_ALL: '',
  LANG: page.includes('docs/zh/') ? 'zh_CN.UTF-8' : 'en_US.UTF-8',
});

/** @param {string} command */
const withPort = (command) =>
  mayUsePort80 ? command : command.replaceAll('http://localhost/', 'http://localhost:8080/');

/**
 * Returns false if no process of the group is left.
 *
 * @param {number | undefined} leader
 * @param {NodeJS.Signals | 0} signal
 */
function signalGroup(leader, signal) {
  try {
    return process.kill(-Number(leader), signal);
  } catch {
    return false;
  }
}

/**
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 */
async function startStage(command, env) {
  await stopStage?.();
  // A group of its own, since npm and npx do not forward signals.
  const stage = spawn('bash', ['-c', command], { cwd: clone, env, detached: true });
  const ended = new Promise((resolve) => stage.once('exit', resolve));
  let shown = '';
  for (const stream of [stage.stdout, stage.stderr]) stream.on('data', (text) => (shown += text));
  stopStage = async () => {
    stopStage = undefined;
    if (stage.exitCode === null) signalGroup(stage.pid, 'SIGTERM');
    await ended;
    while (signalGroup(stage.pid, 0)) await pause(100);
  };
  for (const end = Date.now() + startLimitMs; !shown.includes('Ctrl-C'); await pause(200)) {
    if (Date.now() > end || stage.exitCode !== null)
      throw new Error(`${command} does not come up:\n${shown}`);
  }
  await pause(settleMs);
}

/** @param {string} page */
async function check(page) {
  execFileSync('bash', ['-c', 'git checkout -q . && git clean -fdq apps && rm -rf data'], { cwd: clone });
  const env = environmentOf(page);
  /** @type {string[]} */
  const faults = [];
  for (const each of commandsOf(readFileSync(join(root, page), 'utf8'))) {
    if (!each.isVerified) {
      skipped += 1;
      continue;
    }
    const command = withPort(each.command);
    if (each.kind === 'stage') {
      await startStage(command, env);
      continue;
    }
    const options = { cwd: clone, env, encoding: /** @type {const} */ ('utf8'), timeout: runLimitMs };
    const { status, stdout } = spawnSync('bash', ['-c', `exec 2>&1; ${command}`], options);
    const isRight = each.output === undefined || matches(each.output, stdout, each.anyOrder);
    if ((status !== 0) === each.fails && isRight) continue;
    faults.push(`${command}\n--- exit code ${status}, printed\n${stdout}--- expected\n${each.output ?? ''}`);
  }
  await stopStage?.();
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${page}`);
  for (const fault of faults) console.error(fault);
  return faults.length;
}

const allPages = ['docs/zh/course', 'docs/en/course'].flatMap((folder) =>
  readdirSync(join(root, folder)).flatMap((name) => (/^\d.*\.md$/.test(name) ? [`${folder}/${name}`] : [])),
);
const pages = process.argv.length > 2 ? process.argv.slice(2) : allPages;

try {
  execFileSync('git', ['clone', '--quiet', '--shared', root, clone]);
  execFileSync('cp', ['-al', join(root, 'node_modules'), join(clone, 'node_modules')]);
  let faults = 0;
  for (const page of pages) faults += await check(page);
  console.log(`${pages.length} pages, ${faults} faults, ${skipped} commands that are marked as unverified`);
  process.exitCode = faults > 0 ? 1 : 0;
} finally {
  await stopStage?.();
  rmSync(home, { recursive: true, force: true });
}
