export { AppLogger } from './app-logger.js';
export { AppOptions } from './app.options.js';
export { systemClock, systemRandom, type Clock, type Random } from './clock.js';
export { courseHostnames } from './course-hostnames.js';
export { InvalidOptionError, PortUnavailableError, SettingsFileError } from './errors.js';
export { every, type Stop } from './every.js';
export { portOf } from './port-of.js';
export { createApp, orExplain, runApp, type App } from './run-app.js';
export { fromEnv, propertiesInEnv } from './settings/env.js';
export { gather, type Gathered } from './settings/gather.js';
export {
  count,
  countOrNone,
  flag,
  fraction,
  listOf,
  logLevel,
  milliseconds,
  oneOf,
  pairs,
  path,
  port,
  seconds,
  text,
  url,
  type Kind,
} from './settings/kinds.js';
export { withoutPlaceholders } from './settings/placeholders.js';
export { isAboutProfiles, listed } from './settings/profiles.js';
export type { Property } from './settings/property.js';
export { didYouMean, isNamed } from './settings/relaxed-name.js';
export { applySettings, envNameOf, setting, settingsOf, type Setting } from './settings/setting.js';
export { readSettingsFile, type SettingsFile } from './settings/settings-file.js';
export { readTls, type Tls, type TlsSettings } from './tls.js';
