/** Building blocks of the options. */
export {
  applySettings,
  count,
  envNameOf,
  flag,
  fromEnv,
  InvalidOptionError,
  type Kind,
  listOf,
  milliseconds,
  oneOf,
  pairs,
  port,
  seconds,
  setting,
  text,
  url,
} from '@eureka-nest/runtime/settings';
