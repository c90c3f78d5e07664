/** One line when a peer goes and one when it is back, however long it was away. */
export const lostAndFound: unknown[] = [
  expect.stringContaining('is down'),
  expect.stringContaining('is up'),
];
