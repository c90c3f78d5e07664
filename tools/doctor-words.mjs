import { programOf } from './listeners.mjs';

/** Texts of `npm run doctor`, which the table at the end of a start uses too. */
export const doctorWords = {
  zh: {
    oldNode: (/** @type {string} */ engines) => `不满足 ${engines}：请安装 Node 24（LTS）`,
    port: (/** @type {number} */ port, /** @type {string} */ app) => `端口 ${port}（${app}）`,
    taken: (
      /** @type {readonly import('./listeners.mjs').Listener[]} */ by,
      /** @type {boolean} */ ours,
      /** @type {number} */ port,
      /** @type {string} */ app,
    ) =>
      `被${namesOf(by, '、', (program, pid) => ` ${program}（进程 ${pid}）`) || '其他程序'}占用：` +
      `${ours ? `用 \`npm run kill ${port}\` 结束它` : '请停止该程序'}，或为 ${app} 设置 PORT`,
    free: '空闲',
    second: '当前用户无权使用：应用将改用 8080，该端口空闲',
    denied: (/** @type {string} */ app) => `当前用户无权使用：请为 ${app} 设置 PORT 换一个端口`,
    addLine: (/** @type {string} */ name, /** @type {string} */ file) =>
      `请在 ${file} 中加一行 \`127.0.0.1 ${name}\``,
    onlyCourse: (/** @type {string} */ line) => `只有 EUREKA_HOSTNAMES=course 需要它：${line}`,
    unresolved: (/** @type {string} */ wish) => `无法解析；${wish}`,
    elsewhere: (/** @type {string} */ address, /** @type {string} */ wish) =>
      `指向 ${address}，是另一台机器；${wish}`,
    blocked: '!! 会阻止演示启动',
    canStart: '演示可以启动：npm start',
  },
  en: {
    oldNode: (/** @type {string} */ engines) => `not ${engines}: install Node 24 (LTS)`,
    port: (/** @type {number} */ port, /** @type {string} */ app) => `port ${port} (${app})`,
    taken: (
      /** @type {readonly import('./listeners.mjs').Listener[]} */ by,
      /** @type {boolean} */ ours,
      /** @type {number} */ port,
      /** @type {string} */ app,
    ) => {
      const names = namesOf(by, ', ', (program, pid) => `${program} (pid ${pid})`);
      const advice = ours ? `end it with \`npm run kill ${port}\`` : 'stop the program that uses it';
      return `taken${names && ` by ${names}`}: ${advice}, or set PORT for ${app}`;
    },
    free: 'free',
    second: 'denied to this user: the app takes 8080, which is free',
    denied: (/** @type {string} */ app) => `denied to this user: set PORT for ${app} to another port`,
    addLine: (/** @type {string} */ name, /** @type {string} */ file) =>
      `add the line \`127.0.0.1 ${name}\` to ${file}`,
    onlyCourse: (/** @type {string} */ line) => `only EUREKA_HOSTNAMES=course needs it: ${line}`,
    unresolved: (/** @type {string} */ wish) => `does not resolve; ${wish}`,
    elsewhere: (/** @type {string} */ address, /** @type {string} */ wish) =>
      `is ${address}, another machine; ${wish}`,
    blocked: '!! prevents the demo from starting',
    canStart: 'the demo can start: npm start',
  },
};

/**
 * @param {readonly import('./listeners.mjs').Listener[]} listeners
 * @param {string} separator
 * @param {(program: string, pid: number) => string} text
 */
const namesOf = (listeners, separator, text) =>
  listeners.map((each) => text(programOf(each), each.pid)).join(separator);
