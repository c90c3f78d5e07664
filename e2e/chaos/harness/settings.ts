/** Settings of a run, from the environment. */
export interface ChaosSettings {
  /** Duration of the demo alone; the run with a Java registry takes a third of it. */
  readonly seconds: number;
  /** Number that decides what happens when. */
  readonly seed: number;
}

export function chaosSettings(env: NodeJS.ProcessEnv = process.env): ChaosSettings {
  return {
    seconds: wholeNumber(env, 'CHAOS_SECONDS') ?? 135,
    seed: wholeNumber(env, 'CHAOS_SEED') ?? Date.now() % 1_000_000,
  };
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
