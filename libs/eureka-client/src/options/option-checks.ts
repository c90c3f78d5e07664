import {
  type InstanceStatus,
  instanceStatuses,
  isInstanceStatus,
  readRegistryUrl,
  withoutLogin,
} from '@eureka-nest/protocol';
import { knownPlaceholders, unknownPlaceholder } from '../core/instance-id.js';
import { envNameOf, InvalidOptionError, type Kind, listOf, url } from './settings.js';

export const instanceStatus: Kind<InstanceStatus> = {
  allowed: `one of ${instanceStatuses.join(', ')}`,
  accepts: isInstanceStatus,
  read: (text) => instanceStatuses.find((status) => status === text.toUpperCase()),
};

const mostMegabytes = 512;

/** Size in megabytes. 512 MB is the limit of a JavaScript string. */
export const megabytes: Kind<number> = {
  allowed: `a whole number of MB from 1 to ${mostMegabytes}`,
  accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostMegabytes,
  read: (text) => (/^\d+$/.test(text) && megabytes.accepts(Number(text)) ? Number(text) : undefined),
};

/** Service URLs by zone: `z1=http://a/eureka/ http://b/eureka/,z2=http://c/eureka/` as text. */
export const urlsByZone: Kind<Readonly<Record<string, readonly string[]>>> = {
  allowed:
    'zones with the URLs of their registries, such as z1=http://a/eureka/ http://b/eureka/,z2=http://c/eureka/',
  accepts: (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every(listOf(url).accepts),
  read(text) {
    const entries = text.split(',').map((zone) => {
      const [name = '', urls = ''] = zone.trim().split(/=(.*)/s);
      return [name.trim(), urls.trim().split(/\s+/)] as const;
    });
    const zones = Object.fromEntries(entries);
    return entries.every(([name]) => name !== '') && urlsByZone.accepts(zones) ? zones : undefined;
  },
};

/** Options that are checked together. */
interface Checkable {
  readonly serviceUrls: readonly string[];
  readonly serviceUrlsByZone: Readonly<Record<string, readonly string[]>>;
  readonly availabilityZones: readonly string[];
  readonly useDnsForServiceUrls: boolean;
  readonly dnsName?: string;
  readonly instanceId?: string;
  readonly drainMs: number;
  readonly lingerMs: number;
  readonly nonSecurePortEnabled: boolean;
  readonly securePortEnabled: boolean;
  readonly ignoredInterfaces: readonly string[];
  readonly preferredNetworks: readonly string[];
  readonly tlsCertificate?: string;
  readonly tlsPrivateKey?: string;
}

/** Process managers kill after 5 s, which includes the requests for status and cancellation. */
const longestStopPhaseMs = 3_000;

/**
 * Checks options that depend on each other. Each message names the option.
 *
 * @param defaultZone setting of the service URLs, so that the message can name its variable too
 * @returns the service URLs in the form that requests need
 */
export function checkOptions(
  options: Checkable,
  defaultZone: string,
): Pick<Checkable, 'serviceUrls' | 'serviceUrlsByZone'> {
  const where = `serviceUrls (${envNameOf(defaultZone)})`;
  const serviceUrls = [...new Set(options.serviceUrls.map((each) => serviceUrl(each, where)))];
  const zones = Object.entries(options.serviceUrlsByZone).map(
    ([zone, urls]) => [zone, urls.map((each) => serviceUrl(each, `serviceUrlsByZone.${zone}`))] as const,
  );
  if (serviceUrls.length === 0) throw new InvalidOptionError(where, [], 'a list of at least one registry');
  if (options.availabilityZones.length === 0)
    throw new InvalidOptionError('availabilityZones', [], 'a list of at least one zone');
  if (options.useDnsForServiceUrls && options.dnsName === undefined)
    throw new InvalidOptionError('dnsName', undefined, 'set too: the domain of the TXT records');
  const unknown = unknownPlaceholder(options.instanceId ?? '');
  if (unknown !== undefined) {
    const known = knownPlaceholders.map((name) => `\${${name}}`).join(', ');
    throw new InvalidOptionError(
      'instanceId',
      options.instanceId,
      `a template of ${known}: \${${unknown}} is unknown`,
    );
  }
  for (const name of ['drainMs', 'lingerMs'] as const) {
    if (options[name] > longestStopPhaseMs)
      throw new InvalidOptionError(
        name,
        options[name],
        `at most ${longestStopPhaseMs}: a process that stops is killed after 5 s`,
      );
  }
  if (!options.nonSecurePortEnabled && !options.securePortEnabled)
    throw new InvalidOptionError('nonSecurePortEnabled', false, 'true if securePortEnabled is false');
  for (const name of ['ignoredInterfaces', 'preferredNetworks'] as const) {
    for (const pattern of options[name])
      if (!isPattern(pattern))
        throw new InvalidOptionError(name, pattern, 'a regular expression such as veth.*');
  }
  if ((options.tlsCertificate === undefined) !== (options.tlsPrivateKey === undefined)) {
    const missing = options.tlsCertificate === undefined ? 'tlsCertificate' : 'tlsPrivateKey';
    throw new InvalidOptionError(
      missing,
      undefined,
      'set too: a certificate and its private key belong together',
    );
  }
  return { serviceUrls, serviceUrlsByZone: Object.fromEntries(zones) };
}

function serviceUrl(given: string, where: string): string {
  const result = readRegistryUrl(given);
  if ('url' in result) return result.url;
  const meant = withoutLogin(result.didYouMean);
  throw new InvalidOptionError(where, withoutLogin(given), `the URL of a registry: did you mean ${meant}?`);
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}
