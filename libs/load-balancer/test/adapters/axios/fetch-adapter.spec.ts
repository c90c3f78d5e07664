import axios, { type CreateAxiosDefaults } from 'axios';
import { balanceAxios } from '../../../src/adapters/axios/axios-interceptor.js';
import { bodyOf, service, ThreeProviders } from './three-providers.js';

describe('axios over its fetch adapter', () => {
  const stage = new ThreeProviders();
  const balanced = (config: CreateAxiosDefaults = {}) => {
    const instance = axios.create({ adapter: ['fetch'], ...config });
    balanceAxios(instance, stage.balanced.balancer);
    return instance;
  };

  it('calls the fetch of its env', async () => {
    let calls = 0;
    const own: typeof fetch = (...args) => {
      calls++;
      return fetch(...args);
    };
    expect(await bodyOf(balanced({ env: { fetch: own } }).get(`${service}/x`))).toBe('payment8001');
    expect(calls).toBe(1);
  });

  it.each([0, 5_000])(
    'closes the connection of a stream that is not handed over, timeout %d',
    async (timeout) => {
      let isClosed = false;
      stage.providers[0]!.handler = (_, response) => {
        const writing = setInterval(() => response.write('it never ends'), 20);
        response.writeHead(503).once('close', () => {
          clearInterval(writing);
          isClosed = true;
        });
      };
      const options = { timeout, responseType: 'stream', balance: { retry: { retryOn: [503] } } } as const;
      const { status } = await balanced().get(`${service}/x`, options);
      expect(status).toBe(200);
      for (let waitedMs = 0; !isClosed && waitedMs < 2_000; waitedMs += 10)
        await new Promise((done) => setTimeout(done, 10));
      expect(isClosed).toBe(true);
    },
  );

  it('sends a web stream once, since it can be read once', async () => {
    stage.providers[0]!.handler = (_, response) => void response.writeHead(503).end('busy');
    const data = new Blob(['x']).stream();
    const options = { validateStatus: null, balance: { retry: { retryOn: [503] } } };
    const { status, data: text } = await balanced().put<string>(`${service}/x`, data, options);
    expect([status, text]).toEqual([503, 'busy']);
  });
});
