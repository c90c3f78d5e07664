// When a figure of a cluster may be called one; of a single server's, `bench/registry/judge.mjs` says it.
import { NotAFigureError } from '../registry/judge.mjs';

/** A run without telling in which something was told is none, and so is one with it where nothing, or something strange, was told. */
export function refuseOtherTelling(what, { silent, told }) {
  if (silent.heartbeats > 0)
    throw new NotAFigureError(`${what}: ${silent.heartbeats} heartbeats were told that should not have been`);
  if (told.unknown > 0)
    throw new NotAFigureError(`${what}: the other node did not know ${told.unknown} of the instances`);
  if (told.accepted === 0) throw new NotAFigureError(`${what}: no heartbeat reached the other node`);
}
