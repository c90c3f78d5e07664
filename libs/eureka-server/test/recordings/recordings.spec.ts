import type { Difference } from './comparison.js';
import { deviations } from './deviations.js';
import { findDeviation } from './deviation-match.js';
import { recordingNames } from './recording.js';
import { replay, serverSteps, type Replayed } from './replay.js';

const replays = new Map<string, Promise<readonly Replayed[]>>();
/** Replays each recording once, for all its tests. */
function played(recording: string): Promise<readonly Replayed[]> {
  const playing = replays.get(recording) ?? replay(recording);
  replays.set(recording, playing);
  return playing;
}

/**
 * Exchanges recorded from Spring Cloud servers (5.0.2 and Hoxton.SR1), from their clients, and
 * between them.
 */
describe.each(recordingNames)('as recorded: %s', (recording) => {
  it.each(serverSteps(recording).map(({ name }) => name))('%s', async (name) => {
    const replayed = (await played(recording)).find(({ step }) => step.name === name);
    const unexplained = replayed?.differences.filter((difference) => !findDeviation(replayed, difference));
    expect(oursIn(unexplained)).toEqual(recordedIn(unexplained));
  });
});

describe('the table of deviations', () => {
  it('has no entry without a difference', async () => {
    const all = (await Promise.all(recordingNames.map(played))).flat();
    const met = new Set(
      all.flatMap((replayed) =>
        replayed.differences.map((difference) => {
          const { deviation, pattern } = findDeviation(replayed, difference) ?? {};
          return deviation && `${deviations.indexOf(deviation)} ${pattern}`;
        }),
      ),
    );
    const unmet = deviations.flatMap(({ what, at }, index) =>
      at.filter((pattern) => !met.has(`${index} ${pattern}`)).map((pattern) => `${pattern}: ${what}`),
    );
    expect(unmet).toEqual([]);
  });
});

const oursIn = (differences: readonly Difference[] = []) =>
  Object.fromEntries(differences.map(({ aspect, ours }) => [aspect, ours]));
const recordedIn = (differences: readonly Difference[] = []) =>
  Object.fromEntries(differences.map(({ aspect, recorded }) => [aspect, recorded]));
