// Validity of the figures of a cluster; for those of a single server see
// bench/registry/validity.mjs.
import { InvalidFigureError } from '../registry/validity.mjs';

/**
 * Refuses the costs if the run without replication replicated something, or the run with it
 * replicated nothing or unknown instances.
 */
export function refuseInvalidReplication(what, { unreplicated, replicated }) {
  if (unreplicated.heartbeats > 0)
    throw new InvalidFigureError(`${what}: ${unreplicated.heartbeats} heartbeats were replicated by mistake`);
  if (replicated.unknown > 0)
    throw new InvalidFigureError(
      `${what}: the other node did not know ${replicated.unknown} of the instances`,
    );
  if (replicated.accepted === 0) throw new InvalidFigureError(`${what}: no heartbeat reached the other node`);
}
