import type { Encoder } from '@eureka-nest/protocol';
import type { ApplicationSnapshot } from '../core/delta/application-snapshot.js';
import type { Part } from './segment.js';
import type { Steps } from './slicer.js';

/** Instances that are encoded in one step: about 0.1 ms. */
export const INSTANCES_PER_STEP = 25;

/** Size in which a large application is cut; see `SEGMENT_BYTES`. */
const CHUNK_BYTES = 200_000;

/** Text of an application as it appears in an applications document, a few instances at a time. */
export function* applicationTexts(
  { partFrame, listed }: Encoder,
  application: ApplicationSnapshot,
): Generator<string> {
  const { head, separator, tail } = partFrame(application.name);
  let text = head;
  for (let index = 0; index < application.instances.length; index++) {
    if (index > 0) text += separator;
    text += listed(application.instance(index));
    if (index % INSTANCES_PER_STEP < INSTANCES_PER_STEP - 1) continue;
    yield text;
    text = '';
  }
  yield text + tail;
}

/** Joins texts, one a step: to one text, or to buffers of about one size if they are large. */
export function* partOf(texts: Iterable<string>): Steps<Part> {
  const buffers: Buffer[] = [];
  let joined = '';
  for (const text of texts) {
    joined += text;
    if (joined.length >= CHUNK_BYTES) {
      buffers.push(Buffer.from(joined));
      joined = '';
    }
    yield;
  }
  if (buffers.length === 0) return joined;
  if (joined !== '') buffers.push(Buffer.from(joined));
  return buffers;
}
