import { readRegistryUrl, withoutLogin } from '@eureka-nest/protocol';
import { courseHostnames, InvalidOptionError } from '@eureka-nest/runtime/settings';
import type { EurekaServerOptions } from './eureka-server.options.js';
import { isTls } from './access.options.js';

/** By which URL a server knows itself, and by which it knows its peers. */
export function urlsOf(
  options: EurekaServerOptions,
  given: Partial<EurekaServerOptions>,
): Pick<EurekaServerOptions, 'myUrl' | 'peers' | 'peersDns'> {
  const { path, hostname, port, hostnames, peers, peersDns } = options;
  if (!/\/eureka\/?$/.test(path)) {
    throw new InvalidOptionError('path (EUREKA_SERVER_PATH)', path, 'a path that ends in /eureka');
  }
  const named = hostnames === 'course' ? courseHostnames : (same: string) => same;
  const own = (host: string) =>
    `${isTls(options) ? 'https' : 'http'}://${host}:${port}${path.replace(/\/$/, '')}/`;
  if (!URL.canParse(own(hostname))) {
    throw new InvalidOptionError('hostname (EUREKA_INSTANCE_HOSTNAME)', hostname, 'the name of a host');
  }
  const myUrl = named(registryUrl('myUrl', 'EUREKA_SERVER_MY_URL', given.myUrl ?? own(hostname)));
  // A single server's list often names that server, with a login and by either of its names.
  const mine = [withoutLogin(myUrl), ...(given.myUrl === undefined ? [named(own('localhost'))] : [])];
  return {
    myUrl,
    peers: peers
      .map((peer) => named(registryUrl('peers', 'EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE', peer)))
      .filter((peer, index, all) => !mine.includes(withoutLogin(peer)) && all.indexOf(peer) === index),
    ...(peersDns !== undefined && {
      peersDns: registryUrl('peersDns', 'EUREKA_SERVER_PEERS_DNS', peersDns),
    }),
  };
}

/** A typo in the path would only show as a peer that never answers. */
function registryUrl(option: string, variable: string, given: string): string {
  const verdict = readRegistryUrl(given);
  if ('url' in verdict) return verdict.url;
  throw new InvalidOptionError(
    `${option} (${variable})`,
    withoutLogin(given),
    `the base URL of a Eureka server: did you mean ${withoutLogin(verdict.didYouMean)}?`,
  );
}
