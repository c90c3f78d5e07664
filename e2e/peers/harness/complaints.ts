/**
 * A line at WARN or ERROR with the stack below it, in the format of `logPattern` in
 * java-settings.ts.
 */
export interface Complaint {
  /** Time in epoch ms. */
  readonly at: number;
  readonly logger: string;
  readonly text: string;
}

/** Time of an intended outage of a registry, in epoch ms. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

const head = /^(\d{4}-\S+) ([A-Z]+) (\S+) - (.*)$/;

/** Warnings of these libraries that do not depend on the registry, with their reasons. */
const notAboutTheRegistry: readonly (readonly [RegExp, string])[] = [
  [/LoadBalancerCaffeineWarnLogger$/, 'the consumer balances without a caching library'],
  [
    /No servers available for service/,
    'a test called the consumer before its first fetch, or its next one after an outage',
  ],
  [/BlockingLoadBalancerClientRibbonWarnLogger$/, 'Hoxton brings two balancers, Ribbon is taken'],
  [/^com\.netflix\.config\.sources\.URLConfigurationSource$/, 'Archaius has no configuration server to poll'],
  [/TimedSupervisorTask - task supervisor shutting down/, 'the client itself is stopping'],
  [
    /TimedSupervisorTask - task supervisor timed out/,
    'a JVM of a busy machine needs over the 1 s of `fastClient` for its own work; a registry that hangs is a "Read timed out"',
  ],
  [/Saw local status change event .*current=DOWN/, 'Hoxton logs its own change of status as a warning'],
];

/**
 * Messages of a Java client about refused or broken connections; each line of one try matches.
 */
const aboutTheOutage =
  /refused|reset|NoHttpResponse|failed to respond|closed|was unable to (send heartbeat|refresh its cache)|EOFException|Broken pipe/;

/** Finds all complaints of the Eureka client, of Spring's integration and of the balancers. */
export function complaints(lines: readonly string[]): Complaint[] {
  const entries: { at: number; level: string; logger: string; text: string }[] = [];
  for (const line of lines) {
    const [, moment, level, logger, message] = head.exec(line) ?? [];
    const last = entries.at(-1);
    if (moment !== undefined && level !== undefined && logger !== undefined) {
      entries.push({ at: Date.parse(moment), level, logger, text: `${message}` });
    } else if (last) {
      last.text += `\n${line}`;
    }
  }
  return entries.filter(({ level, logger, text }) => {
    const ofEureka = /^(com\.netflix|org\.springframework\.cloud)\./.test(logger);
    const known = notAboutTheRegistry.some(([what]) => what.test(logger) || what.test(`${logger} - ${text}`));
    return /WARN|ERROR/.test(level) && ofEureka && !known;
  });
}

/**
 * Finds the complaints outside of intended outages, and those not about a connection.
 */
export function unexcused(lines: readonly string[], outages: readonly Outage[]): string[] {
  const excused = ({ at, text }: Complaint) =>
    aboutTheOutage.test(text) && outages.some(({ from, to }) => at >= from && at <= to);
  return complaints(lines)
    .filter((each) => !excused(each))
    .map(({ at, logger, text }) => `${new Date(at).toISOString()} ${logger} - ${text}`);
}
