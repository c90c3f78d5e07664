import type { FastifyRequest } from 'fastify';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { Peers } from '../peers/peers.js';
import type { RegistryService } from '../service/registry.service.js';
import { applicationStats, generalStats, uptimeText } from '../http/server-status.js';
import { explain } from './explanation.js';
import { messagesFor } from './language.js';
import type { Pairs } from './layout.js';
import { timestampText } from './page-text.js';
import { warningBanner } from './warning-banner.js';
import { replicaView, type StatusView } from './status-section.js';

/** Parts of the server that the pages show. */
export interface DashboardParts {
  readonly service: RegistryService;
  readonly peers: Pick<Peers, 'all'>;
  readonly options: Pick<
    EurekaServerOptions,
    | 'environment'
    | 'datacenter'
    | 'dashboardEnabled'
    | 'dashboardPath'
    | 'dashboardExplains'
    | 'consoleEnabled'
  >;
}

export function statusView(parts: DashboardParts, { headers }: FastifyRequest): StatusView {
  const { service, peers, options } = parts;
  const { selfPreservation, size } = service.registry.reads;
  return {
    system: [
      [
        ['Environment', options.environment],
        ['Data center', options.datacenter],
      ],
      [
        ['Current time', timestampText(new Date(service.clock()))],
        ['Uptime', uptimeText(process.uptime())],
        ['Lease expiration enabled', selfPreservation.allowsEviction()],
        ['Renews threshold', selfPreservation.threshold],
        ['Renews (last min)', selfPreservation.renewsLastMinute],
      ],
    ],
    warningBanner: warningBanner(selfPreservation),
    explanation: options.dashboardExplains ? explain(selfPreservation, size) : undefined,
    duplicateIds: service.duplicateIds.all(),
    replicas: peers.all.map(({ url, state }) => replicaView(url, state)),
    messages: messagesFor(headers['accept-language']),
  };
}

/** Rows in the order of Spring's dashboard; `GET status` has another order. */
const generalRows = [
  'total-avail-memory',
  'environment',
  'num-of-cpus',
  'current-memory-usage',
  'server-uptime',
  'registered-replicas',
  'unavailable-replicas',
  'available-replicas',
] as const;

export function generalInfo({ options, peers }: DashboardParts): Pairs {
  const stats = { ...generalStats(options.environment), ...applicationStats(peers) };
  return generalRows.map((name) => [name, stats[name]]);
}

export const instanceInfo = ({ socket }: FastifyRequest): Pairs => [
  ['ipAddr', socket.localAddress?.replace('::ffff:', '') ?? ''],
  ['status', 'UP'],
];
