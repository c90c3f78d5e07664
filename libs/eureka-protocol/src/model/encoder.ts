import type { Application, Applications } from './applications.js';
import type { InstanceInfo } from './instance-info.js';

/** Text around and between the parts of a document. */
export interface Frame {
  readonly head: string;
  readonly separator: string;
  readonly tail: string;
}

/**
 * Writes documents in one wire form. An applications document can also be written in parts, so that
 * a cache may retain the parts: it equals `head + parts.join(separator) + tail`. So can a part, in
 * the frame `partFrame`, so that a large application need not be written at once.
 */
export interface Encoder {
  /** One instance under its root name; always full, never compact. */
  instance(instance: InstanceInfo): string;
  /** One application under its root name. */
  application(application: Application): string;
  /** One application as it appears in an applications document. */
  part(application: Application): string;
  /** One instance as it appears in an application. */
  listed(instance: InstanceInfo): string;
  /** Text around and between the instances of one application in an applications document. */
  partFrame(name: string): Frame;
  /** Text around a part, if it is the document of one application. */
  readonly applicationFrame: Omit<Frame, 'separator'>;
  frame(header: { readonly version: string; readonly hashCode: string; readonly isEmpty: boolean }): Frame;
  applications(applications: Applications): string;
}

/** Writes one application from its instances. */
export function joinInstances(
  { listed, partFrame }: Pick<Encoder, 'listed' | 'partFrame'>,
  { name, instances }: Application,
): string {
  const { head, separator, tail } = partFrame(name);
  return head + instances.map(listed).join(separator) + tail;
}

/** Writes an applications document from its parts. */
export function joinParts(
  { part, frame }: Pick<Encoder, 'part' | 'frame'>,
  { version, hashCode, applications }: Applications,
): string {
  const { head, separator, tail } = frame({ version, hashCode, isEmpty: applications.length === 0 });
  return head + applications.map(part).join(separator) + tail;
}
