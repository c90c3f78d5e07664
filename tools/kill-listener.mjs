import { setTimeout as pause } from 'node:timers/promises';
import { isDemoApp, listenersOn, programOf } from './listeners.mjs';

const words = {
  zh: {
    usage: '用法：npm run kill <端口>，例如 npm run kill 8002',
    none: (/** @type {number} */ port) => `没有程序在监听端口 ${port}`,
    elsewhere: '（80 端口需要权限时，order-consumer-80 会改用 8080）',
    foreign: (/** @type {number} */ port, /** @type {string} */ program, /** @type {number} */ pid) =>
      `端口 ${port} 属于 ${program}（进程 ${pid}），它不是本演示的应用，未结束它`,
    killed: (/** @type {string} */ program, /** @type {number} */ pid) => `已杀掉 ${program}（进程 ${pid}）`,
  },
  en: {
    usage: 'usage: npm run kill <port>, for example npm run kill 8002',
    none: (/** @type {number} */ port) => `no program listens on port ${port}`,
    elsewhere: ' (order-consumer-80 takes 8080 where port 80 requires privileges)',
    foreign: (/** @type {number} */ port, /** @type {string} */ program, /** @type {number} */ pid) =>
      `port ${port} belongs to ${program} (pid ${pid}), which is no app of this demo: left alone`,
    killed: (/** @type {string} */ program, /** @type {number} */ pid) => `killed ${program} (pid ${pid})`,
  },
};

const pollMs = 20;
const mostPolls = 100;

/**
 * Kills the listener of a port and waits until its port is closed, so that a call right after it
 * finds no half-dead process. Returns whether it did, and what to print.
 *
 * @param {readonly string[]} args
 * @param {'zh' | 'en'} language
 * @param {(port: number) => Promise<readonly import('./listeners.mjs').Listener[]>} [listeners]
 * @param {(pid: number) => unknown} [kill]
 */
export async function killListener(
  args,
  language,
  listeners = listenersOn,
  kill = (pid) => process.kill(pid, 'SIGKILL'),
) {
  const { usage, none, elsewhere, foreign, killed } = words[language];
  const port = Number(/^(?:[\w-]+-)?(\d{1,5})$/.exec(args[0] ?? '')?.[1]);
  if (args.length !== 1 || !(port > 0 && port <= 65_535)) return { done: false, text: usage };
  const found = await listeners(port);
  if (found.length === 0) return { done: false, text: none(port) + (port === 80 ? elsewhere : '') };
  const other = found.find((each) => !isDemoApp(each));
  if (other) return { done: false, text: foreign(port, programOf(other), other.pid) };
  const isKilled = (/** @type {{ pid: number }} */ { pid }) => found.some((each) => each.pid === pid);
  for (const { pid } of found) kill(pid);
  for (let polls = 0; polls < mostPolls && (await listeners(port)).some(isKilled); polls++)
    await pause(pollMs);
  return { done: true, text: found.map((each) => killed(programOf(each), each.pid)).join('\n') };
}
