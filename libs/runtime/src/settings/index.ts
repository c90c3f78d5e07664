/** Settings without Nest. */
export { AppOptions, type LogFormat } from './app.options.js';
export { courseHostnames } from './course-hostnames.js';
export { InvalidOptionError } from './errors.js';
export { maskLogin } from './mask-logins.js';
export { fromEnv, propertiesInEnv } from './env.js';
export {
  count,
  countOrNone,
  flag,
  fraction,
  listOf,
  logLevel,
  logLevels,
  milliseconds,
  oneOf,
  pairs,
  path,
  port,
  seconds,
  secret,
  text,
  url,
  wholeNumber,
  type Kind,
  type LogLevel,
} from './kinds.js';
export { didYouMean } from './relaxed-name.js';
export { applySettings, envNameOf, type Setting, setting, settingsOf } from './setting.js';
