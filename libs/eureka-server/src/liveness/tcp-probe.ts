import { connect } from 'node:net';
import type { ProbeResult } from './disconnect-verdict.js';

/** Tries a TCP connect to an instance. */
export type TcpProbe = (host: string, port: number) => Promise<ProbeResult>;

const TIMEOUT_MS = 1_000;

/** Connects and hangs up at once; no byte is sent. */
export const tcpProbe: TcpProbe = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, autoSelectFamily: false, timeout: TIMEOUT_MS });
    const end = (result: ProbeResult) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end('accepted'));
    socket.once('timeout', () => end('silent'));
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      end(code === 'ECONNREFUSED' ? 'refused' : 'silent'),
    );
  });

/** Limits concurrent probes; the others wait their turn. */
export function limitProbes(maxConcurrent: number, probe: TcpProbe): TcpProbe {
  const waiting: (() => void)[] = [];
  let free = maxConcurrent;
  return async (host, port) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await probe(host, port);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
