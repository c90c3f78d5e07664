export { AppLogger } from './app-logger.js';
export { AppOptions } from './app.options.js';
export { systemClock, systemRandom, type Clock, type Random } from './clock.js';
export { courseHostnames } from './course-hostnames.js';
export { InvalidOptionError, PortUnavailableError } from './errors.js';
export { every, type Stop } from './every.js';
export { portOf } from './port-of.js';
export { createApp, orExplain, runApp, type App } from './run-app.js';
export { fromEnv } from './settings/env.js';
export {
  count,
  flag,
  fraction,
  listOf,
  milliseconds,
  oneOf,
  pairs,
  port,
  seconds,
  text,
  url,
  type Kind,
} from './settings/kinds.js';
export { applySettings, envNameOf, setting, settingsOf, type Setting } from './settings/setting.js';
