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
  const createHttpsAgent = (servername?: string) =>
    withConnectTimeout(new https.Agent({ keepAlive: true, ...tls, servername }), 'secureConnect', limitMs);
  const httpsAgent = createHttpsAgent();
  const byName = new Map<string, https.Agent>();
  return {
    httpAgent,
    httpsAgent,
    /** Returns an agent whose connections are to servers of that name, whatever their address. */
    httpsAgentFor: (tlsName: string): https.Agent => {
      let agent = byName.get(tlsName);
      if (!agent) byName.set(tlsName, (agent = createHttpsAgent(tlsName)));
      return agent;
    },
    /** Closes the idle connections. */
    destroy: (): void => [httpAgent, httpsAgent, ...byName.values()].forEach((agent) => agent.destroy()),
  };
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
    }, limitMs);
    socket
      .once('lookup', () => (isResolved = true))
      .once(ready, () => clearTimeout(timer))
      .once('close', () => clearTimeout(timer));
    return socket;
  };
  return agent;
}
