import type { Reply } from '@eureka-nest/conformance';
import { differencesOf, type Difference } from './comparison.js';
import { readRecording, type Step } from './recording.js';
import { Stage } from './stage.js';
import { actBefore, actOf, momentOf } from './story.js';

/** A recorded exchange and what our server said. */
export interface Replayed {
  /** For example `server-current/08-errors/006-json-null`. */
  readonly key: string;
  readonly step: Step;
  readonly ours: Reply;
  readonly differences: readonly Difference[];
}

/** The proxy between said this, no server. */
const isOfProxy = ({ answer }: Step) => answer.status === 503;

/** The steps of a recording that a server answered. */
export const stepsOf = (recording: string): readonly Step[] =>
  readRecording(recording).filter((each): each is Step => 'name' in each && !isOfProxy(each));

/** Sends each recorded request, in its order and at its time, to a fresh server of ours brought to the same state. */
export async function replay(recording: string): Promise<readonly Replayed[]> {
  const all = readRecording(recording);
  const expiry = recording.includes('13-lease-expiry');
  const [server, sender] = [new Stage({ enableSelfPreservation: !expiry }), new Stage()];
  await Promise.all([server.open(), sender.open()]);
  const evict = expiry ? () => server.service.evict(0) : () => undefined;
  const replayed: Replayed[] = [];
  let now = momentOf('', all.find((each): each is Step => 'name' in each) ?? never(recording)) ?? 0;
  for (const [index, each] of all.entries()) {
    if ('mark' in each) {
      await actOf(each.mark)(server, all.slice(index));
    } else if (!isOfProxy(each)) {
      const key = `${recording}/${each.name}`;
      for (const at = momentOf(key, each) ?? now; now < at; now = Math.min(at, nextSweep(now))) {
        const next = Math.min(at, nextSweep(now));
        server.clock.advance((next - now) * 1000);
        if (next === nextSweep(now)) evict();
      }
      await actBefore(key)(server, all.slice(index));
      const ours = await (each.name.includes('-b-to-a-') ? sender : server).ask(each.path, questionOf(each));
      replayed.push({ key, step: each, ours, differences: differencesOf(each, ours) });
    }
  }
  await Promise.all([server.close(), sender.close()]);
  return replayed;
}

/** The recorded server swept every 8 seconds. */
const nextSweep = (now: number) => (Math.floor(now / 8) + 1) * 8;

function questionOf({ method, headers, body, gzipped }: Step) {
  return { method, headers, body: gzipped === undefined ? body : Buffer.from(gzipped, 'base64') };
}

function never(recording: string): never {
  throw new Error(`${recording} is empty`);
}
