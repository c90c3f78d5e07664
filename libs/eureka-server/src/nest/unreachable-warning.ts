import { within } from '@eureka-nest/runtime/time';
import { lookup } from 'node:dns/promises';
import { isOwnAddress } from '../liveness/feed-origin.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';

/** Resolves a host name to its addresses. */
type LookUp = (name: string) => Promise<readonly string[]>;

const LOOK_UP_MS = 2_000;

const systemLookUp: LookUp = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);

/**
 * Warning that a peer cannot connect: this server listens on loopback only, and the peer is on
 * another machine. Undefined if there is no such peer. The server does not listen on the network
 * unless its user asks for it.
 */
export async function unreachableWarning(
  { host, peers, peersDns }: Pick<EurekaServerOptions, 'host' | 'peers' | 'peersDns'>,
  lookUp = systemLookUp,
): Promise<string | undefined> {
  if (!isLoopback(host)) return undefined;
  const names = [...peers, ...(peersDns === undefined ? [] : [peersDns])].map((url) => new URL(url).hostname);
  for (const name of new Set(names)) {
    if (isLoopback(name)) continue;
    const addresses = await within(
      LOOK_UP_MS,
      lookUp(name.replace(/^\[(.*)\]$/, '$1')).catch(() => []),
      [],
    );
    // The hosts file of the course has names of several servers on one machine.
    if (addresses.length > 0 && addresses.every(isOwnAddress)) continue;
    return `listening on ${host} only, where ${name} cannot connect: set HOST to 0.0.0.0 or to an address of this machine`;
  }
  return undefined;
}

const isLoopback = (host: string) => /^(localhost|.*\.localhost|127\..*|\[?::1\]?)$/i.test(host);
