import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';
import { isFromOtherSite } from '../access/web-pages.js';
import { respondRefusal } from '../http/error-handler.js';
import { respond } from '../http/reply.js';
import type { Handler } from '../http/request-context.js';
import type { Resource } from '../http/resource.js';
import type { RegistryService } from '../service/registry.service.js';
import { readFeedRequest } from './changes-request.js';
import type { EventSink } from './feed-subscriber.js';
import type { OfferedFeed } from './offered-feed.js';

/** Change feed (not in Java): changes as server-sent events over a connection that stays open. */
export const changesResources = (service: RegistryService, offered: OfferedFeed): readonly Resource[] => [
  { path: 'changes', methods: { GET: follow(service, offered) }, negotiation: 'none' },
];

export const streamHead = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // nginx would hold the events back until it has a few kilobytes of them.
  'x-accel-buffering': 'no',
} as const;

const follow =
  (service: RegistryService, { feed, liveness, options }: OfferedFeed): Handler =>
  (context) => {
    const { request, reply } = context;
    const feedRequest = readFeedRequest(request);
    if (typeof feedRequest === 'string') {
      return respondRefusal(service, context, 'a reader of the change feed', feedRequest);
    }
    if (!service.registry.reads.allowsReads()) return respond(reply, 403);
    if (!feed.admits()) return respond(reply, 503);
    if (request.method === 'HEAD') return reply.code(200).headers(streamHead).send();

    const { detail, since, instance } = feedRequest;
    // A web page on the machine of an instance does not speak for it.
    const isSpeaker = instance && !isFromOtherSite(request.headers, options?.allowedHosts ?? []);
    const connection = isSpeaker && {
      ...instance,
      ...(!options?.changesPresenceAnyAddress && { from: request.ip }),
    };
    const raw = openStream(reply);
    if (!raw) return reply;
    const reader = feed.subscribe(detail, since, eventSink(raw));
    if (connection) liveness?.opened(connection);
    raw.on('drain', () => feed.drained(reader));
    raw.once('close', () => {
      feed.unsubscribe(reader);
      if (connection) liveness?.closed(connection);
    });
    return reply;
  };

/** Sends the head of a stream of events; undefined if the connection is gone. */
export function openStream(reply: FastifyReply): ServerResponse | undefined {
  const { raw } = reply.hijack();
  if (raw.destroyed) return undefined;
  // The stream ends with its connection. Without chunked encoding all readers get identical bytes.
  raw.removeHeader('transfer-encoding');
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.writeHead(200, { ...streamHead, connection: 'close' });
  // An error without a listener would end the process; `close` follows and does the work.
  raw.on('error', () => undefined);
  return raw;
}

export const eventSink = (raw: ServerResponse): EventSink => ({
  get unsentBytes() {
    return raw.writableLength;
  },
  write: (bytes) => void raw.write(bytes),
  end: () => void raw.end(),
  destroy: () => void raw.destroy(),
});
