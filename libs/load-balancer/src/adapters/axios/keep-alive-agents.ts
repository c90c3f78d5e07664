import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { ConnectTimeoutError } from '../../core/errors.js';

export interface KeepAliveAgents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
  /** An agent whose connections are for servers of that name, whatever their address. */
  httpsAgentFor(tlsName: string): https.Agent;
  /** Closes the connections that are kept. */
  destroy(): void;
}

/** Agents that keep connections for the next call, and give up on one that does not come about in time. */
export function keepAliveAgents(
  connectTimeoutMs: number,
  tls: Pick<https.AgentOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'> = {},
): KeepAliveAgents {
  const httpAgent = impatient(new http.Agent({ keepAlive: true }), 'connect', connectTimeoutMs);
  const secure = (more: https.AgentOptions = {}) =>
    impatient(new https.Agent({ keepAlive: true, ...tls, ...more }), 'secureConnect', connectTimeoutMs);
  const httpsAgent = secure();
  const byName = new Map<string, https.Agent>();
  return {
    httpAgent,
    httpsAgent,
    httpsAgentFor: (servername) => {
      let agent = byName.get(servername);
      if (!agent) byName.set(servername, (agent = secure({ servername })));
      return agent;
    },
    destroy: () => [httpAgent, httpsAgent, ...byName.values()].forEach((agent) => agent.destroy()),
  };
}

/** The time limits of Node and axios start with the connection, or end with the answer; this one is for connecting alone. */
function impatient<A extends http.Agent>(agent: A, ready: 'connect' | 'secureConnect', limitMs: number): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const socket = connect(options, done) as Socket;
    let resolved = isIP(options.host ?? '') !== 0;
    const timer = setTimeout(() => {
      socket.destroy(new ConnectTimeoutError(`${options.host}:${options.port}`, limitMs, resolved));
    }, limitMs);
    socket
      .once('lookup', () => (resolved = true))
      .once(ready, () => clearTimeout(timer))
      .once('close', () => clearTimeout(timer));
    return socket;
  };
  return agent;
}
