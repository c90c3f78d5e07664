import type { Application } from '../model/applications.js';
import type { Encoder } from '../encoder.js';
import type { InstanceInfo, InstanceStatus } from '../model/instance-info.js';
import type { WireForm } from '../model/wire-form.js';
import { encodeCompactInstanceXml, encodeInstanceXml } from './encode-instance.js';
import { element } from './text.js';

/** Writes XML without white space between its elements: Java's takes a third more room and says no more. */
export function xmlEncoder({ detail, version }: Pick<WireForm, 'detail' | 'version'>): Encoder {
  const full = version === 'v1' ? encodeV1InstanceXml : encodeV2InstanceXml;
  const encode = detail === 'full' ? full : encodeCompactInstanceXml;
  const frame = detail === 'full' ? fullFrame : compactFrame;
  const part = ({ name, instances }: Application): string => {
    let text = `<application>${element('name', name)}`;
    for (const instance of instances) text += encode(instance);
    return `${text}</application>`;
  };

  return {
    instance: full,
    application: part,
    part,
    frame,
    applications: ({ version, hashCode, applications }) => {
      const { head, separator, tail } = frame({ version, hashCode, isEmpty: applications.length === 0 });
      return head + applications.map(part).join(separator) + tail;
    },
  };
}

/**
 * Java's current servers say `DOWN` for `OUT_OF_SERVICE` and `UNKNOWN` in the XML of one instance also to who asked with V2, for
 * they forget the version on the way; ours tells the truth, as Hoxton's.
 */
const encodeV2InstanceXml = (instance: InstanceInfo): string => encodeInstanceXml(instance);

/** QUIRK(Converters.InstanceInfoConverter): only the full XML maps, and only the status, not the override. */
const encodeV1InstanceXml = (instance: InstanceInfo): string =>
  encodeInstanceXml(instance, knownToV1.has(instance.status) ? instance.status : 'DOWN');

const knownToV1: ReadonlySet<InstanceStatus> = new Set(['UP', 'DOWN', 'STARTING']);

const fullFrame: Encoder['frame'] = (header) => ({
  head: `<applications>${versionAndHash(header)}`,
  separator: '',
  tail: '</applications>',
});

const compactFrame: Encoder['frame'] = (header) => ({
  head: '<applications>',
  separator: '',
  tail: `<registeredApplicationsEmpty>${header.isEmpty}</registeredApplicationsEmpty>${versionAndHash(header)}</applications>`,
});

const versionAndHash = ({ version, hashCode }: { version: string; hashCode: string }): string =>
  element('versions__delta', version) + element('apps__hashcode', hashCode);
