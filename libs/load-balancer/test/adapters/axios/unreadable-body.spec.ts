import type { AxiosRequestConfig } from 'axios';
import { failureOf, service, ThreeProviders, type Handler } from './three-providers.js';

/** Responses with status 503 whose bodies axios cannot read to their end. */
const unreadable: readonly [string, Handler, AxiosRequestConfig][] = [
  [
    'garbage that should be gzip',
    (_, response) => void response.writeHead(503, { 'content-encoding': 'gzip' }).end('no gzip'),
    {},
  ],
  [
    'garbage that should be brotli',
    (_, response) => void response.writeHead(503, { 'content-encoding': 'br' }).end('no brotli'),
    {},
  ],
  [
    'a body that is too large',
    (_, response) => void response.writeHead(503, { 'retry-after': '7' }).end('x'.repeat(2_000)),
    { maxContentLength: 1_000 },
  ],
  [
    'a body that breaks off',
    ({ socket }, response) => {
      response.writeHead(503, { 'content-length': '99' }).write('half', () => socket.destroy());
    },
    {},
  ],
];

describe.each(unreadable)('a 503 that is worth a retry, with %s', (_, handler, config) => {
  const stage = new ThreeProviders();
  const options = { ...config, balance: { retry: { retryOn: [503] } } };
  const handlers = (...all: Handler[]) =>
    stage.providers.forEach((each, index) => (each.handler = all[index] ?? each.handler));

  it('leads to the next instance', async () => {
    handlers(handler);
    expect((await stage.axios.get<string>(`${service}/x`, options)).data).toBe('payment8002');
    expect(stage.balanced.balancer.ejected('cloud-payment-service')).toEqual([]);
  });

  it('is that 503 if no instance does better', async () => {
    handlers(handler, handler, handler);
    const error = await failureOf(stage.axios.get(`${service}/x`, options));
    expect(error).toMatchObject({
      message: 'Request failed with status code 503',
      response: { status: 503 },
    });
    expect(stage.seen()).toBe(3);
  });

  it('gives way to a response below 500, not to another 503', async () => {
    const busy: Handler = (_, response) => void response.writeHead(503).end('busy');
    handlers(handler, busy, (_, response) => void response.writeHead(404).end('none'));
    const tolerant = { ...options, validateStatus: null };
    expect(await stage.axios.get(`${service}/x`, tolerant)).toMatchObject({ status: 404, data: 'none' });
  });

  it('is the error of axios where a 503 is not retried', async () => {
    handlers(handler);
    const error = await failureOf(stage.axios.post(`${service}/x`, 'x', options));
    expect(error).not.toMatchObject({ message: 'Request failed with status code 503' });
  });
});
