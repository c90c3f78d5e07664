import type { ServerResponse } from 'node:http';
import type { LivenessWatch } from '../liveness/liveness-watch.js';
import type { RegistryService } from '../service/registry.service.js';
import { respond } from '../http/reply.js';
import type { Handler } from '../http/request-context.js';
import { respondRefusal } from '../http/error-handler.js';
import type { Resource } from '../http/resource.js';
import type { ChangeFeed } from './change-feed.js';
import { changesRequestIn } from './changes-request.js';
import type { Outlet } from './reader.js';

export interface Changes {
  readonly feed: ChangeFeed;
  /** Left out where a connection that breaks says nothing about its owner. */
  readonly presence?: LivenessWatch;
}

/** Beyond Java: the changes as they happen, as server-sent events over a connection that stays open. */
export const changesResources = (service: RegistryService, changes: Changes): readonly Resource[] => [
  { path: 'changes', methods: { GET: follow(service, changes) }, jsonOnly: 'always' },
];

const head = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // Or nginx keeps the events back until it has a few kilobytes of them.
  'x-accel-buffering': 'no',
} as const;

const follow =
  (service: RegistryService, { feed, presence }: Changes): Handler =>
  (call) => {
    const { request, reply } = call;
    const asked = changesRequestIn(request);
    if (typeof asked === 'string') return respondRefusal(service, call, 'to tell the changes', asked);
    if (!service.registry.reads.allowsReads()) return respond(reply, 403);
    if (!feed.admits()) return respond(reply, 503);
    if (request.method === 'HEAD') return reply.code(200).headers(head).send();

    const { detail, since, instance } = asked;
    const { raw } = reply.hijack();
    if (raw.destroyed) return reply;
    // The end of the connection is the end of the events: without the frame of chunks all readers are written the very same bytes.
    raw.removeHeader('transfer-encoding');
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) raw.setHeader(name, value);
    }
    raw.writeHead(200, { ...head, connection: 'close' });
    const reader = feed.join(detail, since, outletOf(raw));
    if (instance) presence?.opened(instance);
    raw.on('drain', () => feed.drained(reader));
    // The close says so as well; an error that nobody heeds would end the process.
    raw.on('error', () => undefined);
    raw.once('close', () => {
      feed.leave(reader);
      if (instance) presence?.closed(instance);
    });
    return reply;
  };

const outletOf = (raw: ServerResponse): Outlet => ({
  get unsent() {
    return raw.writableLength;
  },
  write: (bytes) => void raw.write(bytes),
  end: () => void raw.end(),
  destroy: () => void raw.destroy(),
});
