/** What an instance is known by: these stand in paths, log lines and on the page. */
export const nameFields = ['instanceId', 'hostName', 'app', 'ipAddr'] as const;

/** Its other fields that are texts. */
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
