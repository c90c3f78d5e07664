// Checks without which a figure is not valid.

/** Share of its core above which the load generator may be the limit. */
const busiestLoad = 0.95;
/** Share of its core below which a server was not at its limit. */
const idlestServer = 0.9;
/**
 * Digits of timestamps and counters vary; a response that differs by more has different content.
 */
const lengthTolerance = 0.02;

export class InvalidFigureError extends Error {}

/** Ends the run if a single response of a batch is wrong. */
export function refuseWrongResponses(what, { sent, answered, wrong }) {
  if (wrong.length > 0)
    throw new InvalidFigureError(
      `${what}: ${wrong.length} of ${sent} responses are wrong, the first: ${wrong[0]}`,
    );
  if (answered !== sent || answered === 0)
    throw new InvalidFigureError(`${what}: ${answered} responses to ${sent} requests`);
}

/** @param length of a response whose content was checked */
export function refuseOtherLengths(what, { shortest, longest }, length) {
  const isFar = (each) => Math.abs(each - length) > length * lengthTolerance;
  if (isFar(shortest) || isFar(longest))
    throw new InvalidFigureError(
      `${what}: responses of ${shortest} to ${longest} bytes, the checked one had ${length}`,
    );
}

export function refuseOtherCount(what, listed, expected) {
  if (listed !== expected)
    throw new InvalidFigureError(`${what}: ${listed} instances are listed, ${expected} are registered`);
}

/** True if the server, not the load generator, limited the responses per second. */
export const isSaturated = ({ serverBusy, loadBusy }) =>
  serverBusy >= idlestServer && loadBusy <= busiestLoad;
