import type { Application, Applications } from './applications.js';
import type { InstanceInfo } from './instance-info.js';
import { encodeApplicationDocument, encodeApplicationsDocument } from './json/applications-json.js';
import { encodeInstanceDocument } from './json/encode-instance.js';
import type { WireForm } from './wire-form.js';

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

/** The encoder for a form. */
export function encoderOf(_form: WireForm): Encoder {
  const part = (application: Application) =>
    JSON.stringify((encodeApplicationDocument(application) as { application: object }).application);
  return {
    instance: (instance) => JSON.stringify(encodeInstanceDocument(instance)),
    application: (application) => JSON.stringify(encodeApplicationDocument(application)),
    part,
    frame: ({ version, hashCode }) => ({
      head: `{"applications":{"versions__delta":${JSON.stringify(version)},"apps__hashcode":${JSON.stringify(hashCode)},"application":[`,
      separator: ',',
      tail: ']}}',
    }),
    applications: (applications) => JSON.stringify(encodeApplicationsDocument(applications)),
  };
}
