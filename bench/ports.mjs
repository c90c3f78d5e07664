import { get } from 'node:http';
import { connect } from 'node:net';

/** Those of these ports on which something listens. */
export async function taken(ports) {
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

/** Whether an app of ours answers there. */
export const healthOf = (port) =>
  new Promise((resolve) => {
    const asked = get({ port, host: 'localhost', path: '/actuator/health', agent: false, timeout: 1000 });
    asked.once('response', (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
  });
