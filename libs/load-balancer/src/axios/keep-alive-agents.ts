import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { ConnectTimeoutError } from '../core/errors.js';

export interface KeepAliveAgents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
  /** Closes the connections that are kept. */
  destroy(): void;
}

/** Agents that keep connections for the next call, and give up on one that does not come about in time. */
export function keepAliveAgents(connectTimeoutMs: number): KeepAliveAgents {
  const httpAgent = impatient(new http.Agent({ keepAlive: true }), 'connect', connectTimeoutMs);
  const httpsAgent = impatient(new https.Agent({ keepAlive: true }), 'secureConnect', connectTimeoutMs);
  return {
    httpAgent,
    httpsAgent,
    destroy: () => [httpAgent, httpsAgent].forEach((agent) => agent.destroy()),
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
