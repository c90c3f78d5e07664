import type { Application } from '../model/applications.js';
import { type Encoder, joinInstances, joinParts } from '../model/encoder.js';
import type { InstanceInfo } from '../model/instance-info.js';
import type { Detail } from '../model/wire-form.js';
import { encodeCompactInstance, encodeInstance, encodeInstanceDocument } from './encode-instance.js';

/** Creates the encoder for JSON, which does not depend on the version. */
export function jsonEncoder(detail: Detail): Encoder {
  const encode: (instance: InstanceInfo) => object =
    detail === 'full' ? encodeInstance : encodeCompactInstance;
  const frame = detail === 'full' ? fullFrame : compactFrame;
  const listed = (instance: InstanceInfo): string => JSON.stringify(encode(instance));
  const part = (application: Application): string => joinInstances({ listed, partFrame }, application);

  return {
    instance: (instance) => JSON.stringify(encodeInstanceDocument(instance)),
    application: (application) => applicationFrame.head + part(application) + applicationFrame.tail,
    applicationFrame,
    part,
    listed,
    partFrame,
    frame,
    applications: (applications) => joinParts({ part, frame }, applications),
  };
}

const applicationFrame: Encoder['applicationFrame'] = { head: '{"application":', tail: '}' };

const partFrame: Encoder['partFrame'] = (name) => ({
  head: `{"name":${JSON.stringify(name)},"instance":[`,
  separator: ',',
  tail: ']}',
});

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
