import { timerDelay } from '@eureka-nest/runtime/time';
import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { ConnectTimeoutError } from '../../core/errors.js';

/** TLS options for services called by https: a CA, a client certificate. */
export type TlsOptions = Pick<https.AgentOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'>;
export type KeepAliveAgents = ReturnType<typeof keepAliveAgents>;

/** Creates agents that reuse connections, with a time limit for establishing one. */
export function keepAliveAgents(limitMs: number, tls: TlsOptions = {}) {
  const httpAgent = withConnectTimeout(new http.Agent({ keepAlive: true }), 'connect', limitMs);
  const httpsAgent = withConnectTimeout(
    new https.Agent({ keepAlive: true, ...tls }),
    'secureConnect',
    limitMs,
  );
  return {
    httpAgent,
    httpsAgent,
    /** Returns an agent whose connections are to servers of that name, whatever their address. */
    httpsAgentFor: (tlsName: string): https.Agent => namedAgent(httpsAgent, tlsName),
    /** Closes the idle connections. */
    destroy: (): void => [httpAgent, httpsAgent].forEach((agent) => agent.destroy()),
  };
}

/** The method by which Node hands a request to its agent; the types omit it. */
interface RequestQueue {
  addRequest(request: http.ClientRequest, options: https.RequestOptions): void;
}

/**
 * The agent itself, but for the name that its connections ask for. An agent keeps the connections
 * of each name apart, so one is enough, and no name that a rule computes leaves anything behind.
 */
function namedAgent(agent: https.Agent, servername: string): https.Agent {
  const queue = agent as https.Agent & RequestQueue;
  const named: RequestQueue = {
    addRequest: (request, options) => queue.addRequest(request, { ...options, servername }),
  };
  return Object.assign(Object.create(agent) as https.Agent, named);
}

/** Limits the time to connect; the time limits of Node and axios include the response. */
function withConnectTimeout<A extends http.Agent>(
  agent: A,
  ready: 'connect' | 'secureConnect',
  limitMs: number,
): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback) as Socket;
    let isResolved = isIP(options.host ?? '') !== 0;
    const timer = setTimeout(() => {
      socket.destroy(new ConnectTimeoutError(`${options.host}:${options.port}`, limitMs, isResolved));
    }, timerDelay(limitMs));
    socket
      .once('lookup', () => (isResolved = true))
      .once(ready, () => clearTimeout(timer))
      .once('close', () => clearTimeout(timer));
    return socket;
  };
  return agent;
}
