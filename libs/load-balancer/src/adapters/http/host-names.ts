import { hostAndPort, type Candidate } from '../../core/instance-source.js';
import type { HostName, ServiceSettings } from '../../options/load-balancer-parts.js';

/** Names for the Host header and TLS; undefined ones follow from the instance's address. */
interface HostNames {
  readonly host?: string;
  readonly tlsName?: string;
}

const defaultNames: HostNames = {};

/** Names for virtual hosts, and for certificates that carry the service's name. */
export function hostNames(settings: ServiceSettings, service: string, candidate: Candidate): HostNames {
  const { hostHeader, tlsName } = settings;
  if (hostHeader === undefined && tlsName === undefined) return defaultNames;
  return {
    host: hostHeader === 'instance' ? undefined : hostName(hostHeader, service, candidate),
    tlsName: hostName(tlsName, service, candidate),
  };
}

function hostName(rule: HostName | undefined, service: string, candidate: Candidate): string | undefined {
  if (typeof rule === 'function') return rule(candidate);
  if (rule === 'service') return service.toLowerCase();
  return rule && hostAndPort(candidate).replace(/:\d+$/, '');
}
