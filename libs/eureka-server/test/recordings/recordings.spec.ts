import type { Difference } from './comparison.js';
import { deviations } from './deviations.js';
import { explain } from './explanation.js';
import { recordingNames } from './recording.js';
import { replay, stepsOf, type Replayed } from './replay.js';

const replays = new Map<string, Promise<readonly Replayed[]>>();
/** Each recording is played once, whichever test asks first. */
function played(recording: string): Promise<readonly Replayed[]> {
  const playing = replays.get(recording) ?? replay(recording);
  replays.set(recording, playing);
  return playing;
}

/** Exchanges recorded from Spring Cloud servers (5.0.2 and Hoxton.SR1), from their clients, and between them. */
describe.each(recordingNames)('as recorded: %s', (recording) => {
  it.each(stepsOf(recording).map(({ name }) => name))('%s', async (name) => {
    const replayed = (await played(recording)).find(({ step }) => step.name === name);
    const notMeant = replayed?.differences.filter((difference) => !explain(replayed, difference));
    expect(oursIn(notMeant)).toEqual(recordedIn(notMeant));
  });
});

describe('the table of deviations', () => {
  it('has no entry without a difference', async () => {
    const all = (await Promise.all(recordingNames.map(played))).flat();
    const met = new Set(
      all.flatMap((replayed) =>
        replayed.differences.map((difference) => {
          const { deviation, pattern } = explain(replayed, difference) ?? {};
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
