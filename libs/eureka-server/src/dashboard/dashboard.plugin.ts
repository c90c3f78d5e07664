import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { dashboardPage } from './dashboard-page.js';
import { applicationViews } from './application-views.js';
import type { HtmlParts } from './html.js';
import { chunkedStream } from './chunked-stream.js';
import { messagesFor } from './language.js';
import { lastLeasesPage } from './last-leases-page.js';
import { contentSecurityPolicy } from './layout.js';
import { linksFrom, type PageLinks } from './page-links.js';
import { generalInfo, instanceInfo, statusView, type DashboardParts } from './page-view.js';

/** HTML pages of a registry. All other paths below theirs stay with the host. */
export async function dashboardPlugin(app: FastifyInstance, parts: DashboardParts): Promise<void> {
  const { dashboardEnabled, dashboardPath } = parts.options;
  if (!dashboardEnabled) return;
  const prefix = dashboardPath.replace(/\/$/, '');
  await app.register(async (scope) => addPages(scope, parts), { prefix });
}

function addPages(app: FastifyInstance, parts: DashboardParts): void {
  const { registry } = parts.service;
  const add = (
    url: string,
    current: PageLinks['current'],
    pageFor: (request: FastifyRequest, links: PageLinks) => HtmlParts,
  ) =>
    app.route({
      method: ['GET', 'HEAD'],
      url,
      handler: (request, reply) => {
        const [path = ''] = request.url.split('?', 1);
        return sendPage(request, reply, () =>
          pageFor(request, linksFrom(current, path, parts.options.consoleEnabled)),
        );
      },
    });

  add('/', 'home', (request, links) => {
    const view = {
      status: statusView(parts, request),
      // The page shows one moment, however long it takes to send.
      applications: applicationViews(registry.reads.snapshots()),
      generalInfo: generalInfo(parts),
      instanceInfo: instanceInfo(request),
    };
    return dashboardPage(view, links);
  });

  add('/lastn', 'lastLeases', (request, links) => {
    const view = {
      status: statusView(parts, request),
      registered: registry.reads.recentlyRegistered.newestFirst(),
      cancelled: registry.reads.recentlyCancelled.newestFirst(),
    };
    return lastLeasesPage(view, links);
  });
}

function sendPage(request: FastifyRequest, reply: FastifyReply, render: () => HtmlParts): FastifyReply {
  void reply.headers({
    'content-type': 'text/html; charset=utf-8',
    'content-language': messagesFor(request.headers['accept-language']).lang,
    vary: 'Accept-Language',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  return reply.send(request.method === 'HEAD' ? null : Readable.from(chunkedStream(render())));
}
