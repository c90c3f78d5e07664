import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { javaCache } from '../registry/servers.mjs';

const root = join(import.meta.dirname, '..', '..');
const here = (name) => join(import.meta.dirname, name);
const node = process.execPath;
const jar = (name) => join(javaCache(), 'spring-cloud', name);
const urlOf = (port) => `http://127.0.0.1:${port}/eureka/`;

const ourServer = (port, more = {}) => ({
  command: [node, join(root, 'dist', 'bundle', 'eureka-7001.mjs')],
  env: {
    HOST: '127.0.0.1',
    PORT: String(port),
    EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: urlOf(port).replace('127.0.0.1', 'localhost'),
    ...more,
  },
});
const ourConsumer = (registry, port, follows) => ({
  command: [node, here('consumer.mjs'), registry, String(port), String(follows)],
  env: {},
});
const spring = (name, port, registry, properties) => ({
  command: [
    'java',
    '-jar',
    jar(name),
    `--server.port=${port}`,
    '--server.address=127.0.0.1',
    `--eureka.client.service-url.defaultZone=${registry}`,
    ...Object.entries(properties).map(([key, value]) => `--${key}=${value}`),
  ],
  env: {},
});
const springServer = (port, properties = {}) =>
  spring('eureka-server.jar', port, urlOf(port), { 'eureka.server.my-url': urlOf(port), ...properties });

/**
 * Systems that are measured: a registry and a consumer; all use the same small provider program.
 * `windowMs` is how long calls are watched after each kind of event.
 */
export const systems = {
  ours: {
    title: 'Eureka Nest',
    server: (port) => ourServer(port),
    consumer: (registry, port) => ourConsumer(registry, port, true),
    follows: true,
    windowMs: { new: 5_000, stop: 5_000, 'out of service': 5_000, kill: 10_000 },
  },
  polling: {
    title: 'Eureka Nest, polling like Java',
    server: (port) =>
      ourServer(port, {
        EUREKA_CHANGES_ENABLED: 'false',
        EUREKA_SERVER_USE_READ_ONLY_RESPONSE_CACHE: 'true',
      }),
    consumer: (registry, port) => ourConsumer(registry, port, false),
    windowMs: { new: 130_000, stop: 130_000, 'out of service': 130_000, kill: 400_000 },
  },
  spring: {
    title: 'Spring, defaults',
    server: (port) => springServer(port),
    consumer: (registry, port) => spring('order-consumer.jar', port, registry, {}),
    windowMs: { new: 130_000, stop: 130_000, 'out of service': 130_000, kill: 400_000 },
  },
  tuned: {
    title: 'Spring, tuned',
    server: (port) =>
      springServer(port, {
        'eureka.server.use-read-only-response-cache': false,
        'eureka.server.eviction-interval-timer-in-ms': 1000,
        'eureka.server.expected-client-renewal-interval-seconds': 1,
      }),
    consumer: (registry, port) =>
      spring('order-consumer.jar', port, registry, {
        'eureka.client.registry-fetch-interval-seconds': 1,
        'spring.cloud.loadbalancer.cache.ttl': '1s',
      }),
    lease: [1, 3],
    windowMs: { new: 15_000, stop: 15_000, 'out of service': 15_000, kill: 90_000 },
  },
};

/** Starts one process with providers of these names, `service:id`, and controls them. */
export function providers(registry, { follows = false, lease = [30, 90] }, names, running) {
  const child = spawn(node, [here('provider.mjs'), registry, String(follows), lease.join(), ...names], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  running.add(child);
  const waiting = new Map();
  let number = 0;
  const ready = new Promise((resolve) =>
    child.on('message', (message) => {
      if (message.ready) resolve();
      waiting.get(message.number)?.();
    }),
  );
  return {
    ready,
    command: (command, name) =>
      new Promise((resolve) => {
        number += 1;
        waiting.set(number, resolve);
        child.send({ number, command, name });
      }),
    kill: () => child.kill('SIGKILL'),
  };
}

export { urlOf };
