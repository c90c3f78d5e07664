import type { Application } from '../model/applications.js';
import type { Encoder } from '../encoder.js';
import type { InstanceInfo } from '../model/instance-info.js';
import type { Detail } from '../model/wire-form.js';
import { encodeCompactInstance, encodeInstance, encodeInstanceDocument } from './encode-instance.js';

/** Writes JSON; that has no versions. */
export function jsonEncoder(detail: Detail): Encoder {
  const encode: (instance: InstanceInfo) => object =
    detail === 'full' ? encodeInstance : encodeCompactInstance;
  const frame = detail === 'full' ? fullFrame : compactFrame;
  const part = ({ name, instances }: Application): string =>
    JSON.stringify({ name, instance: instances.map(encode) });

  return {
    instance: (instance) => JSON.stringify(encodeInstanceDocument(instance)),
    application: (application) => `{"application":${part(application)}}`,
    part,
    frame,
    applications: ({ version, hashCode, applications }) => {
      const { head, separator, tail } = frame({ version, hashCode, isEmpty: applications.length === 0 });
      return head + applications.map(part).join(separator) + tail;
    },
  };
}

const fullFrame: Encoder['frame'] = (header) => ({
  head: `{"applications":{${versionAndHash(header)},"application":[`,
  separator: ',',
  tail: ']}}',
});

/** QUIRK(EurekaJacksonCodec): the compact form ends with what the full one begins with, and counts for the reader. */
const compactFrame: Encoder['frame'] = (header) => ({
  head: '{"applications":{"application":[',
  separator: ',',
  tail: `],"registeredApplicationsEmpty":${header.isEmpty},${versionAndHash(header)}}}`,
});

const versionAndHash = ({ version, hashCode }: { version: string; hashCode: string }): string =>
  `"versions__delta":${JSON.stringify(version)},"apps__hashcode":${JSON.stringify(hashCode)}`;
