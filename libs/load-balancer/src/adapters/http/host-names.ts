import { hostAndPort, type Candidate } from '../../core/instance-source.js';
import type { HostName, ServiceSettings } from '../../options/service-settings.js';

/** Names for the Host header and TLS; undefined ones follow from the instance's address. */
interface HostNames {
  readonly host?: string;
  readonly tlsName?: string;
}

/** Names for virtual hosts, and for certificates that carry the service's name. */
export function hostNames(settings: ServiceSettings, service: string, candidate: Candidate): HostNames {
  const { hostHeader, tlsName } = settings;
  if (hostHeader === undefined && tlsName === undefined) return defaultNames;
  const names: { host?: string; tlsName?: string } = {};
  if (hostHeader !== undefined && hostHeader !== 'instance')
    names.host = resolveHostName(hostHeader, service, candidate);
  if (tlsName !== undefined) names.tlsName = resolveHostName(tlsName, service, candidate);
  return names;
}

const defaultNames: HostNames = {};

function resolveHostName(rule: HostName, service: string, candidate: Candidate): string {
  if (typeof rule === 'function') return rule(candidate);
  return rule === 'service' ? service.toLowerCase() : hostAndPort(candidate).replace(/:\d+$/, '');
}
