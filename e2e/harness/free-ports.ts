import { createServer } from 'node:net';

// These are below the ephemeral ports, so that no outgoing connection takes one before its use.
const first = 20_000;
const perWorker = 1000;
const workers = 10;

const worker = (Number(process.env['JEST_WORKER_ID'] ?? 1) - 1) % workers;
let next = Math.floor(Math.random() * perWorker);

/**
 * Finds free ports of 127.0.0.1. Workers of Jest use different ranges, and no port is returned
 * twice.
 */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  for (let tries = 0; found.length < count; tries++) {
    if (tries === perWorker) throw new Error(`fewer than ${count} free ports from ${first} on`);
    const port = first + worker * perWorker + (next++ % perWorker);
    if (await isFree(port)) found.push(port);
  }
  return found;
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
