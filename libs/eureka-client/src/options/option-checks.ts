import { readRegistryUrl, withoutLogin } from '@eureka-nest/protocol';
import { envNameOf, InvalidOptionError, url } from '@eureka-nest/runtime/settings';
import type { AddressFilters } from '../core/address-choice.js';
import { knownPlaceholders, unknownPlaceholder } from '../core/instance-id.js';
import type { ZonedServiceUrls } from '../core/zones.js';

/** Options that are checked together. */
interface Checkable extends ZonedServiceUrls, AddressFilters {
  readonly enabled: boolean;
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
 * Checks options that depend on each other. Each message names the option. A client that is turned
 * off uses none of them.
 *
 * @param defaultZone setting of the service URLs, so that the message can name its variable too
 * @returns the service URLs in the form that requests need
 */
export function checkOptions(
  options: Checkable,
  defaultZone: string,
): Pick<Checkable, 'serviceUrls' | 'serviceUrlsByZone'> {
  const where = `serviceUrls (${envNameOf(defaultZone)})`;
  const readUrl = options.enabled ? usableUrl : usableUrlIfAny;
  const serviceUrls = [...new Set(options.serviceUrls.map((each) => readUrl(each, where)))];
  const zones = Object.entries(options.serviceUrlsByZone).map(
    ([zone, urls]) => [zone, urls.map((each) => readUrl(each, `serviceUrlsByZone.${zone}`))] as const,
  );
  const urls = { serviceUrls, serviceUrlsByZone: Object.fromEntries(zones) };
  if (!options.enabled) return urls;
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
  return urls;
}

function check(isValid: boolean, where: string, value: unknown, allowed: string): void {
  if (!isValid) throw new InvalidOptionError(where, value, allowed);
}

function usableUrl(given: string, where: string): string {
  const shown = withoutLogin(given);
  check(url.accepts(given), where, shown, `a list, each ${url.allowed}`);
  const result = readRegistryUrl(given);
  if ('url' in result) return result.url;
  const advice = 'problem' in result ? result.problem : `did you mean ${withoutLogin(result.didYouMean)}?`;
  throw new InvalidOptionError(where, shown, `the URL of a registry: ${advice}`);
}

function usableUrlIfAny(given: string, where: string): string {
  try {
    return usableUrl(given, where);
  } catch {
    return given;
  }
}

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}
