/** A line at WARN or ERROR with the stack below it, as `logPattern` in `java-settings.ts` prints it. */
export interface Complaint {
  /** Epoch ms. */
  readonly at: number;
  readonly logger: string;
  readonly text: string;
}

/** A time in which a registry was down on purpose. Epoch ms. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

const head = /^(\d{4}-\S+) ([A-Z]+) (\S+) - (.*)$/;

/** What these libraries say at WARN whatever registry they talk to, and what it is about. */
const notAboutTheRegistry: readonly (readonly [RegExp, string])[] = [
  [/LoadBalancerCaffeineWarnLogger$/, 'the consumer balances without a caching library'],
  [
    /No servers available for service/,
    'a test asked the consumer before its first fetch, or its next one after an outage',
  ],
  [/BlockingLoadBalancerClientRibbonWarnLogger$/, 'Hoxton brings two balancers, Ribbon is taken'],
  [/^com\.netflix\.config\.sources\.URLConfigurationSource$/, 'Archaius has no configuration server to poll'],
  [/TimedSupervisorTask - task supervisor shutting down/, 'the client itself is stopping'],
  [
    /TimedSupervisorTask - task supervisor timed out/,
    'a JVM of a busy machine needs over the 1 s of `fastClient` for its own work; a registry that hangs is a "Read timed out"',
  ],
  [/Saw local status change event .*current=DOWN/, 'Hoxton tells its own change of status as a warning'],
];

/** How a Java client tells that nobody listens, or that a connection broke off; each line of one try matches. */
const aboutTheOutage =
  /refused|reset|NoHttpResponse|failed to respond|closed|was unable to (send heartbeat|refresh its cache)|EOFException|Broken pipe/;

/** Every complaint of the Eureka client, of Spring's glue around it and of the balancers. */
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

/** The complaints that no outage on purpose excuses: those outside of one, and those about anything but a connection. */
export function unexcused(lines: readonly string[], outages: readonly Outage[]): string[] {
  const excused = ({ at, text }: Complaint) =>
    aboutTheOutage.test(text) && outages.some(({ from, to }) => at >= from && at <= to);
  return complaints(lines)
    .filter((each) => !excused(each))
    .map(({ at, logger, text }) => `${new Date(at).toISOString()} ${logger} - ${text}`);
}
