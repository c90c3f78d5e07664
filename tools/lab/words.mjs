/** Messages of the lab on its page. */
export const words = {
  en: {
    notRunning: (/** @type {string} */ name) => `${name} does not run`,
    running: (/** @type {string} */ name) => `${name} runs already`,
    ended: (/** @type {string} */ name) => `${name} has ended`,
    started: (/** @type {string} */ name) => `${name} starts`,
    drains: (/** @type {string} */ name, /** @type {number} */ secs) =>
      `${name} is OUT_OF_SERVICE, and stops in ${secs} s`,
    notDrained: (/** @type {string} */ reason) => `not taken out of service: ${reason}`,
    behaves: (/** @type {string} */ name) => `${name} behaves as you said, from the next call on`,
    calling: (/** @type {number} */ times) => `${times} calls have begun`,
    busy: 'calls are being made: wait for their end',
    restarting: (/** @type {string} */ timings) =>
      `all apps restart with ${timings === 'classic' ? "Java's" : 'our'} timings`,
    restartsAlready: 'the apps are restarting: wait for their end',
  },
  zh: {
    notRunning: (/** @type {string} */ name) => `${name} 没有在运行`,
    running: (/** @type {string} */ name) => `${name} 已经在运行`,
    ended: (/** @type {string} */ name) => `${name} 已结束`,
    started: (/** @type {string} */ name) => `${name} 正在启动`,
    drains: (/** @type {string} */ name, /** @type {number} */ secs) =>
      `${name} 已是 OUT_OF_SERVICE，${secs} 秒后停止`,
    notDrained: (/** @type {string} */ reason) => `没能下线：${reason}`,
    behaves: (/** @type {string} */ name) => `从下一次调用起，${name} 按设定响应`,
    calling: (/** @type {number} */ times) => `开始 ${times} 次调用`,
    busy: '正在调用，请等它结束',
    restarting: (/** @type {string} */ timings) =>
      `全部应用换成${timings === 'classic' ? ' Java 的' : '本项目的'}时间参数重启`,
    restartsAlready: '应用正在重启，请等它结束',
  },
};

/** Language of a page, by the header of its requests. */
export const languageOfHeader = (/** @type {string | undefined} */ acceptLanguage) =>
  /^\s*zh\b/i.test(acceptLanguage ?? '') ? 'zh' : 'en';
