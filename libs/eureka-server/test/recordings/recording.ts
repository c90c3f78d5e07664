import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One exchange with a real Java server, recorded by `tools/recordings.mjs`. */
export interface Step {
  readonly name: string;
  /** Seconds since the recording began; only in timed recordings. */
  readonly t?: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Body that was sent gzipped, in base64. */
  readonly gzipped?: string;
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Body, decompressed. */
    readonly body: string;
  };
}

/** Action outside the recorded requests, such as the restart of a server. */
export interface Mark {
  readonly mark: string;
}

const folder = join(__dirname, '../../fixtures/recordings');

/** Names of all recordings, such as `server-current/01-register` and `client-hoxton`. */
export const recordingNames: readonly string[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace(/\.json$/, '').replaceAll('\\', '/'))
  .toSorted();

/** Exchanges and actions of a recording, in order. */
export const readRecording = (name: string): readonly (Step | Mark)[] =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as (Step | Mark)[];

/** First instance with this id in a response. */
export function recordedInstance(steps: readonly (Step | Mark)[], id: string): object {
  for (const step of steps) {
    if ('mark' in step || !step.answer.body.startsWith('{')) continue;
    const found = find(JSON.parse(step.answer.body), id);
    if (found) return found;
  }
  throw new Error(`no response shows ${id}: has the recording changed?`);
}

function find(value: unknown, id: string): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('instanceId' in value && value.instanceId === id) return value;
  return Object.values(value)
    .map((each) => find(each, id))
    .find(Boolean);
}
