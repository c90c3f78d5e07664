import { complaints, unexcused, type Outage } from './complaints.js';

/** When a Java server had a reason to say something, by our own doing. */
export interface Reasons {
  /** A server was down, or cut off. */
  readonly outages: readonly Outage[];
  /** One knew what another did not. */
  readonly differences: readonly Outage[];
}

/** What it says of an answer that tells it who is behind: it knows less than its peer, or its peer less. */
const aboutADifference = new RegExp(
  [
    "Registry: (lease doesn't exist, registering resource|cancel failed because Lease is not registered)",
    '^Not Found \\(Renew\\)',
    '^Instance not found: ',
    '^The replication of task \\S+:(Heartbeat|Cancel|StatusUpdate)@\\S+ failed with response code (404|409)',
    ': missing entry\\.$',
    ': cannot find instance id .* and hence replicating the instance',
    '^Peer wants us to take the instance information from it, since the timestamp differs',
  ].join('|'),
);

/** Every complaint of a Java server for which there was no reason. After an outage there are differences. */
export function complaintsWithoutReason(
  lines: readonly string[],
  { outages, differences }: Reasons,
): string[] {
  const windows = [...outages, ...differences];
  const reasons = complaints(lines)
    .filter(
      ({ at, text }) => aboutADifference.test(text) && windows.some(({ from, to }) => at >= from && at <= to),
    )
    .map(({ at, logger, text }) => `${new Date(at).toISOString()} ${logger} - ${text}`);
  return unexcused(lines, outages).filter((each) => !reasons.includes(each));
}
