import { defaultLeaseInfo, type InstanceInfo, withoutLogin } from '@eureka-nest/protocol';
import { availableParallelism } from 'node:os';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { ServerStatus } from './status.resources.js';
import { isAvailable } from '../peers/peer-state.js';
import type { Peers } from '../peers/peers.js';

/**
 * URLs of the peers, without logins.
 * QUIRK(StatusUtil): Java counts a replica as available if it is registered; here it must respond.
 */
export function replicasByAvailability({ all }: Pick<Peers, 'all'>) {
  const urls = all.map(({ url }) => withoutLogin(url));
  const available = all.map(({ state }) => isAvailable(state));
  return {
    registered: urls,
    unavailable: urls.filter((_, index) => !available[index]),
    available: urls.filter((_, index) => available[index]),
  };
}

/** State of this server, for `GET status`. Java: StatusUtil */
export function serverStatus(
  { environment, myUrl, minAvailableInstancesForPeerReplication: needed }: EurekaServerOptions,
  { peers, startedAt, isReady }: { peers: Pick<Peers, 'all'>; startedAt: number; isReady: boolean },
): ServerStatus {
  return {
    generalStats: generalStats(environment),
    applicationStats: applicationStats(peers),
    instanceInfo: ownInstance(new URL(myUrl), startedAt, isReady),
    ...(needed >= 0 && { healthy: replicasByAvailability(peers).available.length >= needed }),
  };
}

/** Process and machine, for the status and the dashboard. */
export function generalStats(environment: string) {
  const { heapTotal, heapUsed } = process.memoryUsage();
  return {
    environment,
    'num-of-cpus': String(availableParallelism()),
    'total-avail-memory': megabytes(heapTotal),
    'current-memory-usage': `${megabytes(heapUsed)} (${Math.round((100 * heapUsed) / heapTotal)}%)`,
    'server-uptime': uptimeText(process.uptime()),
  };
}

/** Registered, available and unavailable peers, for the status and the dashboard. */
export function applicationStats(peers: Pick<Peers, 'all'>) {
  const { registered, available, unavailable } = replicasByAvailability(peers);
  return {
    'registered-replicas': registered.join(', '),
    'available-replicas': available.join(', '),
    'unavailable-replicas': unavailable.join(', '),
  };
}

/** The instance as which Spring's server would register itself. */
function ownInstance(
  { protocol, hostname, port, origin }: URL,
  startedAt: number,
  isReady: boolean,
): InstanceInfo {
  const isSecure = protocol === 'https:';
  const number = Number(port) || (isSecure ? 443 : 80);
  return {
    instanceId: `${hostname}:eureka-server:${number}`,
    hostName: hostname,
    app: 'EUREKA-SERVER',
    ipAddr: hostname,
    status: isReady ? 'UP' : 'STARTING',
    overriddenStatus: 'UNKNOWN',
    port: { number: isSecure ? 80 : number, enabled: !isSecure },
    securePort: { number: isSecure ? number : 443, enabled: isSecure },
    countryId: 1,
    dataCenterInfo: { name: 'MyOwn' },
    leaseInfo: defaultLeaseInfo,
    metadata: {},
    homePageUrl: `${origin}/`,
    statusPageUrl: `${origin}/`,
    healthCheckUrl: `${origin}/actuator/health`,
    vipAddress: 'eureka-server',
    secureVipAddress: 'eureka-server',
    isCoordinatingDiscoveryServer: true,
    lastUpdatedTimestamp: startedAt,
    lastDirtyTimestamp: startedAt,
  };
}

export const megabytes = (bytes: number): string => `${Math.floor(bytes / 1_048_576)}mb`;

/** Format: `1 day 02:03`. */
export function uptimeText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const days = Math.floor(minutes / 1440);
  const two = (number: number) => String(number).padStart(2, '0');
  const clock = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
  return days === 0 ? clock : `${days} day${days === 1 ? '' : 's'} ${clock}`;
}
