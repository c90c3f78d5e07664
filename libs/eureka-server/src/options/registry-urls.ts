import { readRegistryUrl, withoutLogin } from '@eureka-nest/protocol';
import { courseHostnames, InvalidOptionError } from '@eureka-nest/runtime/settings';
import { isTls } from './access.options.js';
import type { ClusterOptions } from './cluster.options.js';

/** Checks and completes the URLs of a server: its own base URL, and its peers without itself. */
export function registryUrls(
  options: ClusterOptions,
  given: Partial<ClusterOptions>,
): Pick<ClusterOptions, 'myUrl' | 'peers' | 'peersDns'> {
  const { path, hostname, port, hostnames, peers, peersDns } = options;
  if (!/\/eureka\/?$/.test(path)) {
    throw new InvalidOptionError('path (EUREKA_SERVER_PATH)', path, 'a path that ends in /eureka');
  }
  const renamed = hostnames === 'course' ? courseHostnames : (unchanged: string) => unchanged;
  const own = (host: string) =>
    `${isTls(options) ? 'https' : 'http'}://${host}:${port}${path.replace(/\/$/, '')}/`;
  if (!URL.canParse(own(hostname))) {
    throw new InvalidOptionError('hostname (EUREKA_INSTANCE_HOSTNAME)', hostname, 'the name of a host');
  }
  const myUrl = renamed(registryUrl('myUrl', 'EUREKA_SERVER_MY_URL', given.myUrl ?? own(hostname)));
  // The peer list of a single server often contains that server, maybe as localhost or with a
  // login.
  const mine = [withoutLogin(myUrl), ...(given.myUrl === undefined ? [renamed(own('localhost'))] : [])];
  return {
    myUrl,
    peers: peers
      .map((peer) => renamed(registryUrl('peers', 'EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE', peer)))
      .filter((peer, index, all) => !mine.includes(withoutLogin(peer)) && all.indexOf(peer) === index),
    ...(peersDns !== undefined && {
      peersDns: registryUrl('peersDns', 'EUREKA_SERVER_PEERS_DNS', peersDns),
    }),
  };
}

/** Rejects a URL with a wrong path, which would only show as a peer that never responds. */
function registryUrl(option: string, variable: string, given: string): string {
  const verdict = readRegistryUrl(given);
  if ('url' in verdict) return verdict.url;
  const advice = 'problem' in verdict ? verdict.problem : `did you mean ${withoutLogin(verdict.didYouMean)}?`;
  throw new InvalidOptionError(
    `${option} (${variable})`,
    withoutLogin(given),
    `the base URL of a Eureka server: ${advice}`,
  );
}
