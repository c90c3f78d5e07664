import type { Application } from '../model/applications.js';
import { type Encoder, joinParts } from '../model/encoder.js';
import type { InstanceInfo } from '../model/instance-info.js';
import type { Detail } from '../model/wire-form.js';
import { encodeCompactInstance, encodeInstance, encodeInstanceDocument } from './encode-instance.js';

/** Creates the encoder for JSON, which does not depend on the version. */
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
    applications: (applications) => joinParts({ part, frame }, applications),
  };
}

const fullFrame: Encoder['frame'] = (header) => ({
  head: `{"applications":{${versionAndHash(header)},"application":[`,
  separator: ',',
  tail: ']}}',
});

/**
 * QUIRK(EurekaJacksonCodec): the compact form has version and hash code at its end, and a flag that
 * says whether the list is empty.
 */
const compactFrame: Encoder['frame'] = (header) => ({
  head: '{"applications":{"application":[',
  separator: ',',
  tail: `],"registeredApplicationsEmpty":${header.isEmpty},${versionAndHash(header)}}}`,
});

const versionAndHash = ({ version, hashCode }: { version: string; hashCode: string }): string =>
  `"versions__delta":${JSON.stringify(version)},"apps__hashcode":${JSON.stringify(hashCode)}`;
