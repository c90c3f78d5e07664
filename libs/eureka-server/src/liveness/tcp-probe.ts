import { connect } from 'node:net';
import type { Seen } from './disconnect-verdict.js';

/** Tries to connect to an instance. */
export type TcpProbe = (host: string, port: number) => Promise<Seen>;

/** Who takes longer is silent. */
const PATIENCE_MS = 1_000;

/** Connects and hangs up, without a word. */
export const tcpProbe: TcpProbe = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, autoSelectFamily: false, timeout: PATIENCE_MS });
    const end = (seen: Seen) => {
      socket.destroy();
      resolve(seen);
    };
    socket.once('connect', () => end('accepted'));
    socket.once('timeout', () => end('silent'));
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      end(code === 'ECONNREFUSED' ? 'refused' : 'silent'),
    );
  });

/** The same, so many at a time; the others wait for their turn. */
export function atMost(most: number, each: TcpProbe): TcpProbe {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (host, port) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await each(host, port);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
