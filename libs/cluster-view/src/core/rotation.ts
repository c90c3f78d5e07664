import type { RotationCall } from './cluster.js';

export interface RotationLane {
  /** Target of the lane's calls; undefined for all targets that have no lane of their own. */
  readonly target?: string;
  readonly total: number;
  readonly failed: number;
  /** Columns of the strip in which this lane was called. */
  readonly marks: readonly { readonly column: number; readonly failed: boolean }[];
}

export const stripColumns = 50;

/**
 * Lanes of the rotation strip, one for each target, in the order of their names, so that a
 * rotation is seen as a staircase. The last calls come last.
 */
export function rotationLanes(calls: readonly RotationCall[], maxLanes = 8): readonly RotationLane[] {
  const shown = calls.slice(-stripColumns);
  const targets = [...new Set(shown.map(({ target }) => target))].sort();
  const own = targets.length > maxLanes ? targets.slice(0, maxLanes - 1) : targets;
  const lanes = own.map((target) => laneOf(shown, (each) => each === target, target));
  if (own.length === targets.length) return lanes;
  return [...lanes, laneOf(shown, (each) => !own.includes(each))];
}

function laneOf(
  calls: readonly RotationCall[],
  isMine: (target: string) => boolean,
  target?: string,
): RotationLane {
  const marks = calls.flatMap((call, column) =>
    isMine(call.target) ? [{ column, failed: call.outcome === 'failed' }] : [],
  );
  const failed = marks.filter((mark) => mark.failed).length;
  return { ...(target !== undefined && { target }), total: marks.length, failed, marks };
}
