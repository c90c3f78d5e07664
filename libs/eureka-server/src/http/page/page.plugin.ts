import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { availableParallelism } from 'node:os';
import type { EurekaServerOptions } from '../../eureka-server.options.js';
import type { Peers } from '../../peers/peers.js';
import type { RegistryService } from '../../registry.service.js';
import { dashboardPage, type DashboardView } from './dashboard-page.js';
import { applicationViews, bannerView, replicaView } from './dashboard-view.js';
import type { Html } from './html.js';
import { lastLeasesPage } from './last-leases-page.js';
import { contentSecurityPolicy } from './layout.js';
import { megabytes, timeText, uptimeText } from './page-text.js';

export interface PagePluginOptions {
  readonly service: RegistryService;
  readonly peers: Pick<Peers, 'all'>;
  readonly options: Pick<EurekaServerOptions, 'environment' | 'datacenter'>;
}

/** The pages for people: what a registry holds, and why. */
export async function pagePlugin(app: FastifyInstance, parts: PagePluginOptions): Promise<void> {
  const { registry } = parts.service;
  app.get('/', (request, reply) => show(reply, dashboardPage(viewOf(parts, request))));
  app.get('/lastn', (request, reply) =>
    show(
      reply,
      lastLeasesPage(
        viewOf(parts, request),
        registry.recentlyRegistered.newestFirst(),
        registry.recentlyCancelled.newestFirst(),
      ),
    ),
  );
}

const show = (reply: FastifyReply, { text }: Html) =>
  reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .send(text);

function viewOf({ service, peers, options }: PagePluginOptions, { socket }: FastifyRequest): DashboardView {
  const { selfPreservation } = service.registry;
  const uptime = uptimeText(process.uptime());
  return {
    system: [
      [
        ['Environment', options.environment],
        ['Data center', options.datacenter],
      ],
      [
        ['Current time', timeText(new Date(service.clock()))],
        ['Uptime', uptime],
        ['Lease expiration enabled', selfPreservation.allowsEviction()],
        ['Renews threshold', selfPreservation.threshold],
        ['Renews (last min)', selfPreservation.renewsLastMinute],
      ],
    ],
    banner: bannerView(selfPreservation),
    replicas: peers.all.map(({ url, state }) => replicaView(url, state)),
    applications: applicationViews(service.registry.applications().applications),
    generalInfo: generalInfo(options.environment, uptime, peers),
    instanceInfo: [
      ['ipAddr', socket.localAddress?.replace('::ffff:', '') ?? ''],
      ['status', 'UP'],
    ],
  };
}

/** QUIRK(StatusUtil): there a replica is available when it is registered; here when it answers. */
function generalInfo(
  environment: string,
  uptime: string,
  { all }: Pick<Peers, 'all'>,
): DashboardView['generalInfo'] {
  const { heapTotal, heapUsed } = process.memoryUsage();
  const urls = (wanted: (peer: Peers['all'][number]) => boolean) =>
    all
      .filter(wanted)
      .map(({ url }) => url)
      .join(', ');
  return [
    ['total-avail-memory', megabytes(heapTotal)],
    ['environment', environment],
    ['num-of-cpus', availableParallelism()],
    ['current-memory-usage', `${megabytes(heapUsed)} (${Math.round((100 * heapUsed) / heapTotal)}%)`],
    ['server-uptime', uptime],
    ['registered-replicas', urls(() => true)],
    ['unavailable-replicas', urls(({ state }) => state !== 'up')],
    ['available-replicas', urls(({ state }) => state === 'up')],
  ];
}
