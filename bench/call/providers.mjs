// Runs three providers in one process, on another core than the caller.
import { fork } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(import.meta.url);
const providersCore = '0';

/** @returns {Promise<{ ports: number[], stop(): void }>} */
export async function startProviders() {
  const child = fork(file);
  const ports = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('the providers ended')));
  });
  execFileSync('taskset', ['-a', '-c', '-p', providersCore, String(child.pid)], { stdio: 'ignore' });
  return { ports, stop: () => child.kill() };
}

async function serve() {
  const ports = [];
  for (let provider = 0; provider < 3; provider++) {
    const server = http.createServer((_, response) => response.end('{"code":200}'));
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    ports.push(server.address().port);
  }
  process.send(ports);
}

if (process.argv[1] === file) {
  process.once('disconnect', () => process.exit());
  await serve();
}
