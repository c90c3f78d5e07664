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

/** A probe that waits its turn; silent without a connect if it is not wanted any more by then. */
export type LimitedProbe = (host: string, port: number, isWanted?: () => boolean) => Promise<ProbeResult>;

interface Waiting {
  readonly host: string;
  readonly isWanted: () => boolean;
  readonly start: (isWanted: boolean) => void;
}

/**
 * Limits concurrent probes, in all and of one host: a host that is silent for many ports holds up
 * no other. A waiting probe of a connection that is gone is dropped.
 */
export function limitProbes(
  maxConcurrent: number,
  probe: TcpProbe,
  maxPerHost = maxConcurrent,
): LimitedProbe {
  let waiting: Waiting[] = [];
  let running = 0;
  const perHost = new Map<string, number>();
  const isFree = (host: string) => running < maxConcurrent && (perHost.get(host) ?? 0) < maxPerHost;
  const count = (host: string, change: 1 | -1) => {
    running += change;
    const now = (perHost.get(host) ?? 0) + change;
    if (now === 0) perHost.delete(host);
    else perHost.set(host, now);
  };
  const startWaiting = () => {
    waiting = waiting.filter(({ host, isWanted, start }) => {
      const isDropped = !isWanted();
      if (!isDropped && !isFree(host)) return true;
      if (!isDropped) count(host, 1);
      start(!isDropped);
      return false;
    });
  };
  return async (host, port, isWanted = () => true) => {
    if (isFree(host)) count(host, 1);
    else if (!(await new Promise<boolean>((start) => waiting.push({ host, isWanted, start }))))
      return 'silent';
    try {
      return await probe(host, port);
    } finally {
      count(host, -1);
      startWaiting();
    }
  };
}
