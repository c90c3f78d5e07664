import type { Reply } from '@eureka-nest/conformance';
import { findDifferences, type Difference } from './comparison.js';
import { readRecording, type Step } from './recording.js';
import { Stage } from './stage.js';
import { actBefore, actOf, momentOf } from './recorded-acts.js';

/** A recorded exchange and the response of our server. */
export interface Replayed {
  /** Name of recording and step, as in `server-current/08-errors/006-json-null`. */
  readonly key: string;
  readonly step: Step;
  readonly ours: Reply;
  readonly differences: readonly Difference[];
}

/** Status 503 is from the recording proxy, not from a server. */
const isFromProxy = ({ answer }: Step) => answer.status === 503;

/** Steps of a recording with a response of a server. */
export const serverSteps = (recording: string): readonly Step[] =>
  readRecording(recording).filter((each): each is Step => 'name' in each && !isFromProxy(each));

/**
 * Sends all recorded requests, in order and at their time, to a new server brought to the same
 * state.
 */
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
    } else if (!isFromProxy(each)) {
      const key = `${recording}/${each.name}`;
      for (const at = momentOf(key, each) ?? now; now < at; now = Math.min(at, nextSweep(now))) {
        const next = Math.min(at, nextSweep(now));
        server.clock.advance((next - now) * 1000);
        if (next === nextSweep(now)) evict();
      }
      await actBefore(key)(server, all.slice(index));
      const ours = await (each.name.includes('-b-to-a-') ? sender : server).ask(each.path, toQuestion(each));
      replayed.push({ key, step: each, ours, differences: findDifferences(each, ours) });
    }
  }
  await Promise.all([server.close(), sender.close()]);
  return replayed;
}

/** Time of the next eviction; the recorded server evicted every 8 seconds. */
const nextSweep = (now: number) => (Math.floor(now / 8) + 1) * 8;

function toQuestion({ method, headers, body, gzipped }: Step) {
  return { method, headers, body: gzipped === undefined ? body : Buffer.from(gzipped, 'base64') };
}

function never(recording: string): never {
  throw new Error(`${recording} is empty`);
}
