import type { InstanceInfo } from '@eureka-nest/protocol';
import { authorityOf } from './authority.js';

type Addressed = Pick<InstanceInfo, 'hostName' | 'port' | 'securePort'>;

/** Host and port under which an instance is called: the secure port, if it has one. */
export const authorityFor = ({ hostName, port, securePort }: Addressed): string =>
  authorityOf(hostName, (securePort.enabled ? securePort : port).number);

/** Characters that would end the host in a URL, or that no host has. */
const noHost = /[\s/?#@\\<>|^%]/;

/**
 * Reason why an instance has no address to call; undefined if it has one. A registry accepts any
 * text as a host and any number as a port, and each call would fail on them.
 */
export function addressFault(instance: Addressed): 'no port' | 'bad address' | undefined {
  const { hostName, port, securePort } = instance;
  if (!port.enabled && !securePort.enabled) return 'no port';
  const { number } = securePort.enabled ? securePort : port;
  const isUsable = number > 0 && hostName !== '' && !noHost.test(hostName);
  return isUsable && URL.canParse(`http://${authorityFor(instance)}`) ? undefined : 'bad address';
}
