/**
 * Text fields that identify an instance: they appear in paths, in log lines and on the dashboard.
 */
export const nameFields = ['instanceId', 'hostName', 'app', 'ipAddr'] as const;

/** All other text fields of an instance. */
export const otherTextFields = [
  'sid',
  'appGroupName',
  'homePageUrl',
  'statusPageUrl',
  'healthCheckUrl',
  'secureHealthCheckUrl',
  'vipAddress',
  'secureVipAddress',
  'asgName',
] as const;

/** The `sid`, unless it is one of its two default values, which Java neither writes nor stores. */
export const nonDefaultSid = (sid: string | undefined): string | undefined =>
  sid === 'na' || sid === 'unknown' ? undefined : sid;
