import type { FastifyInstance, FastifyReply } from 'fastify';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import { loginOf } from '../options/access.options.js';
import type { Peers } from '../peers/peers.js';

interface HealthPluginOptions {
  readonly options: EurekaServerOptions;
  readonly peers: Pick<Peers, 'all'>;
  /** Reason why clients should use another server; undefined while this one is ready. */
  readonly unreadyReason: () => string | undefined;
}

/**
 * Health for load balancers and monitors, outside the login: liveness at its path, readiness at
 * `ready` below. The state of the peers is included only if the server needs no login at all.
 */
export async function healthPlugin(
  app: FastifyInstance,
  { options, peers, unreadyReason }: HealthPluginOptions,
): Promise<void> {
  if (!options.healthEnabled) return;
  const path = options.healthPath.replace(/\/$/, '');
  const send = (reply: FastifyReply, status: number, document: object) =>
    reply.code(status).header('cache-control', 'no-store').send(document);

  app.get(path, (_request, reply) => {
    const peerStates = () =>
      peers.all.map(({ url, state: { is, ...details } }) => ({ url, state: is, ...details }));
    return send(reply, 200, { status: 'UP', ...(loginOf(options) === undefined && { peers: peerStates() }) });
  });

  app.get(`${path}/ready`, (_request, reply) => {
    const reason = unreadyReason();
    return reason === undefined
      ? send(reply, 200, { status: 'UP' })
      : send(reply, 503, { status: 'OUT_OF_SERVICE', reason });
  });
}
