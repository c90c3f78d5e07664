import { get } from 'node:http';
import { connect } from 'node:net';

/** Finds the ports on which a program listens. */
export async function portsInUse(ports) {
  const open = await Promise.all(ports.map(isOpen));
  return ports.filter((_, index) => open[index]);
}

const isOpen = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost' });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Resolves with true if an app of the demo responds on the port. */
export const isHealthy = (port) =>
  new Promise((resolve) => {
    const request = get({ port, host: 'localhost', path: '/actuator/health', agent: false, timeout: 1000 });
    request.once('response', (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
