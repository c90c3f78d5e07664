import type { FastifyInstance, FastifyReply } from 'fastify';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import { loginOf } from '../options/access.options.js';
import type { Peers } from '../peers/peers.js';

export interface HealthPluginOptions {
  readonly options: EurekaServerOptions;
  readonly peers: Pick<Peers, 'all'>;
  /** Undefined where clients may come. */
  readonly unreadyBecause: () => string | undefined;
}

/**
 * For load balancers and monitors, so without a login: whether this server runs, and (`ready` below it) whether clients may come. How each
 * peer is, is told where there is no login at all; otherwise the page tells it.
 */
export async function healthPlugin(
  app: FastifyInstance,
  { options, peers, unreadyBecause }: HealthPluginOptions,
): Promise<void> {
  if (!options.healthEnabled) return;
  const path = options.healthPath.replace(/\/$/, '');
  const answer = (reply: FastifyReply, status: number, document: object) =>
    reply.code(status).header('cache-control', 'no-store').send(document);

  app.get(path, (_request, reply) => {
    const ofPeers = () => peers.all.map(({ url, state: { is, ...more } }) => ({ url, state: is, ...more }));
    return answer(reply, 200, { status: 'UP', ...(loginOf(options) === undefined && { peers: ofPeers() }) });
  });

  app.get(`${path}/ready`, (_request, reply) => {
    const reason = unreadyBecause();
    return reason === undefined
      ? answer(reply, 200, { status: 'UP' })
      : answer(reply, 503, { status: 'OUT_OF_SERVICE', reason });
  });
}
