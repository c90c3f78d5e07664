/** Log lines about an outage of a peer: one at its start and one at its end. */
export const outageLogLines: unknown[] = [
  expect.stringContaining('is down'),
  expect.stringContaining('is up'),
];
