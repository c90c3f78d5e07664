// When a figure may be called one.

/** Above this part of its core a load may hold the server up. */
const busiestLoad = 0.95;
/** Below this part of its core a server was not asked for all it can do. */
const idlestServer = 0.9;
/** Digits come and go in timestamps and counters; an answer that loses more than this has lost content. */
const lengthTolerance = 0.02;

export class NotAFigureError extends Error {}

/** A batch with one wrong answer measures something else than it says: the run ends. */
export function refuseWrongAnswers(what, { sent, answered, wrong }) {
  if (wrong.length > 0)
    throw new NotAFigureError(
      `${what}: ${wrong.length} of ${sent} answers are wrong, the first: ${wrong[0]}`,
    );
  if (answered !== sent || answered === 0)
    throw new NotAFigureError(`${what}: ${answered} answers to ${sent} requests`);
}

/** @param length of an answer whose content was looked at */
export function refuseOtherLengths(what, { shortest, longest }, length) {
  const isFar = (each) => Math.abs(each - length) > length * lengthTolerance;
  if (isFar(shortest) || isFar(longest))
    throw new NotAFigureError(
      `${what}: answers of ${shortest} to ${longest} bytes, the one that was checked had ${length}`,
    );
}

export function refuseOtherCount(what, listed, expected) {
  if (listed !== expected)
    throw new NotAFigureError(`${what}: ${listed} instances are listed, ${expected} are registered`);
}

/** Whether the number of answers a second says something of the server, or only of the load. */
export const isSaturated = ({ serverBusy, loadBusy }) =>
  serverBusy >= idlestServer && loadBusy <= busiestLoad;
