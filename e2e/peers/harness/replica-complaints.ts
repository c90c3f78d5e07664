import { complaints, unexcused, type Outage } from './complaints.js';

/** Times of intended faults, during which a Java server may complain. */
export interface Reasons {
  /** Times in which a server was down or cut off. */
  readonly outages: readonly Outage[];
  /** Times in which one server knew more than another. */
  readonly differences: readonly Outage[];
}

/**
 * Messages about responses that show that one of two peers is behind.
 */
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

/**
 * Finds the complaints of a Java server without a reason; an outage is followed by differences.
 */
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
