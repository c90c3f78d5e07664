import { instanceStatuses, readRegistryUrl, withoutLogin } from '@eureka-nest/protocol';
import {
  envNameOf,
  InvalidOptionError,
  type Kind,
  listOf,
  oneOf,
  url,
  wholeNumber,
} from '@eureka-nest/runtime/settings';
import type { AddressFilters } from '../core/address-choice.js';
import { knownPlaceholders, unknownPlaceholder } from '../core/instance-id.js';
import type { ZonedServiceUrls } from '../core/zones.js';

export const instanceStatus = oneOf(...instanceStatuses);

/** Size in megabytes. 512 MB is the limit of a JavaScript string. */
export const megabytes = wholeNumber(1, 512, 'a whole number of MB from 1 to 512');

/** Time in ms that may be 0. The upper limit is that of a timer. */
export const duration = wholeNumber(0, 2_147_483_647, 'a whole number of milliseconds from 0 to 2147483647');

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
interface Checkable extends ZonedServiceUrls, AddressFilters {
  readonly useDnsForServiceUrls: boolean;
  readonly dnsName?: string;
  readonly instanceId?: string;
  readonly lingerMs: number;
  readonly nonSecurePortEnabled: boolean;
  readonly securePortEnabled: boolean;
  readonly tlsCertificate?: string;
  readonly tlsPrivateKey?: string;
}

/** Feed readers react within milliseconds: who lingers longer meant `drainMs`. */
const longestLingerMs = 3_000;

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
  const { availabilityZones, instanceId, tlsCertificate, tlsPrivateKey } = options;
  check(serviceUrls.length > 0, where, [], 'a list of at least one registry');
  check(availabilityZones.length > 0, 'availabilityZones', [], 'a list of at least one zone');
  const hasDomain = !options.useDnsForServiceUrls || options.dnsName !== undefined;
  check(hasDomain, 'dnsName', undefined, 'set too: the domain of the TXT records');
  const unknown = unknownPlaceholder(instanceId ?? '');
  const known = knownPlaceholders.map((name) => `\${${name}}`).join(', ');
  const template = `a template of ${known}: \${${unknown}} is unknown`;
  check(unknown === undefined, 'instanceId', instanceId, template);
  const shortLinger = `at most ${longestLingerMs}: feed readers react at once; for other callers set drainMs`;
  check(options.lingerMs <= longestLingerMs, 'lingerMs', options.lingerMs, shortLinger);
  const hasPort = options.nonSecurePortEnabled || options.securePortEnabled;
  check(hasPort, 'nonSecurePortEnabled', false, 'true if securePortEnabled is false');
  for (const name of ['ignoredInterfaces', 'preferredNetworks'] as const)
    for (const each of options[name])
      check(isPattern(each), name, each, 'a regular expression such as veth.*');
  const missing = tlsCertificate === undefined ? 'tlsCertificate' : 'tlsPrivateKey';
  const isPair = (tlsCertificate === undefined) === (tlsPrivateKey === undefined);
  check(isPair, missing, undefined, 'set too: a certificate and its private key belong together');
  return { serviceUrls, serviceUrlsByZone: Object.fromEntries(zones) };
}

function check(isValid: boolean, where: string, value: unknown, allowed: string): void {
  if (!isValid) throw new InvalidOptionError(where, value, allowed);
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
