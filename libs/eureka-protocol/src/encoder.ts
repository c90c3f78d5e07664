import type { Application, Applications } from './model/applications.js';
import type { InstanceInfo } from './model/instance-info.js';
import { jsonEncoder } from './json/json-encoder.js';
import type { WireForm } from './model/wire-form.js';
import { xmlEncoder } from './xml/xml-encoder.js';

/** What stands around the applications of a registry. */
export interface Frame {
  readonly head: string;
  /** Between two applications. */
  readonly separator: string;
  readonly tail: string;
}

/** Writes documents in one form, as texts; an applications document also in parts, for who keeps the parts. */
export interface Encoder {
  /** One instance, with its root name; always full. */
  instance(instance: InstanceInfo): string;
  /** One application, with its root name. */
  application(application: Application): string;
  /** One application as it stands in an applications document. */
  part(application: Application): string;
  /** `head + parts.join(separator) + tail` is an applications document. */
  frame(header: { readonly version: string; readonly hashCode: string; readonly isEmpty: boolean }): Frame;
  applications(applications: Applications): string;
}

const fullJson = jsonEncoder('full');
const compactJson = jsonEncoder('compact');

const encoders: Readonly<
  Record<`${WireForm['format']}-${WireForm['detail']}-${WireForm['version']}`, Encoder>
> = {
  'json-full-v1': fullJson,
  'json-full-v2': fullJson,
  'json-compact-v1': compactJson,
  'json-compact-v2': compactJson,
  'xml-full-v1': xmlEncoder({ detail: 'full', version: 'v1' }),
  'xml-full-v2': xmlEncoder({ detail: 'full', version: 'v2' }),
  'xml-compact-v1': xmlEncoder({ detail: 'compact', version: 'v1' }),
  'xml-compact-v2': xmlEncoder({ detail: 'compact', version: 'v2' }),
};

/** The encoder for a form, the same one each time. */
export const encoderOf = ({ format, detail, version }: WireForm): Encoder =>
  encoders[`${format}-${detail}-${version}`];
