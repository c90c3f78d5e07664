import { addressOf, type Candidate } from '../../core/instance-source.js';
import type { HostName, ServiceSettings } from '../../options/service-settings.js';

/** What a call says about where it goes, when that is not simply the instance's address. */
export interface HostNames {
  readonly host?: string;
  readonly tlsName?: string;
}

/** For virtual hosts and for certificates that carry the service's name instead of an address. */
export function hostNames(settings: ServiceSettings, service: string, candidate: Candidate): HostNames {
  const { hostHeader, tlsName } = settings;
  if (hostHeader === undefined && tlsName === undefined) return ownNames;
  const names: { host?: string; tlsName?: string } = {};
  if (hostHeader !== undefined && hostHeader !== 'instance')
    names.host = nameOf(hostHeader, service, candidate);
  if (tlsName !== undefined) names.tlsName = nameOf(tlsName, service, candidate);
  return names;
}

const ownNames: HostNames = {};

function nameOf(rule: HostName, service: string, candidate: Candidate): string {
  if (typeof rule === 'function') return rule(candidate);
  return rule === 'service' ? service.toLowerCase() : addressOf(candidate).replace(/:\d+$/, '');
}
