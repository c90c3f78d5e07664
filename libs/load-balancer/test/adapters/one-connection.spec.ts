import axios from 'axios';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent, fetch as undiciFetch, Request, request, Response } from 'undici';
import { balanceAxios } from '../../src/adapters/axios/axios-interceptor.js';
import { balancedFetch } from '../../src/adapters/fetch/balanced-fetch.js';
import { balancing } from '../../src/adapters/undici/balancing.js';
import { fixedList } from '../../src/core/instance-source.js';
import { LoadBalancer } from '../../src/load-balancer.js';
import type { RetryPolicy } from '../../src/core/retry/retry-policy.js';

/** An instance that is called over one connection. */
interface Wire {
  call(): Promise<{ readonly status: number; readonly text: string }>;
  close(): unknown;
}

const url = 'http://payment/x';
const retry: Partial<RetryPolicy> = { attempts: 2, retryOn: [503], backOffMs: 1 };
const textOf = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const fetchOver = (dispatcher: Agent) =>
  ((to: string, init: object) => undiciFetch(to, { ...init, dispatcher })) as typeof fetch;

const wires: Readonly<Record<string, (balancer: LoadBalancer) => Wire>> = {
  'axios, a stream': (balancer) => {
    const httpAgent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const instance = axios.create({ httpAgent, proxy: false, adapter: 'http', validateStatus: null });
    balanceAxios(instance, balancer);
    return {
      call: async () => {
        const { status, data } = await instance.get<Readable>(url, { responseType: 'stream' });
        return { status, text: await textOf(data) };
      },
      close: () => httpAgent.destroy(),
    };
  },
  'axios over fetch, a stream': (balancer) => {
    const agent = new Agent({ connections: 1 });
    const env = { fetch: fetchOver(agent), Request, Response } as never;
    const instance = axios.create({ adapter: 'fetch', validateStatus: null, env });
    balanceAxios(instance, balancer);
    return {
      call: async () => {
        const { status, data } = await instance.get<ReadableStream<Uint8Array>>(url, {
          responseType: 'stream',
        });
        return { status, text: await textOf(data) };
      },
      close: () => agent.destroy(),
    };
  },
  fetch: (balancer) => {
    const agent = new Agent({ connections: 1 });
    const call = balancedFetch(balancer, { fetch: fetchOver(agent) });
    return {
      call: async () => {
        const response = await call(url);
        return { status: response.status, text: await response.text() };
      },
      close: () => agent.destroy(),
    };
  },
  'undici, request': (balancer) => {
    const agent = new Agent({ connections: 1 });
    const dispatcher = agent.compose(balancing(balancer));
    return {
      call: async () => {
        const { statusCode, body } = await request(url, { dispatcher });
        return { status: statusCode, text: await body.text() };
      },
      close: () => agent.destroy(),
    };
  },
};

describe.each(Object.entries(wires))('a retry over the connection of a kept response: %s', (_, make) => {
  const busy = `busy ${'x'.repeat(600_000)}`;
  let statuses: number[];
  let server: http.Server;
  let wire: Wire;

  beforeEach(async () => {
    server = http.createServer((incoming, response) => {
      const status = statuses.shift() ?? 503;
      response.writeHead(status).end(status === 200 ? 'healthy' : `${busy} ${incoming.url} ${status}`);
    });
    server.listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    wire = make(new LoadBalancer({ source: fixedList({ payment: [`http://127.0.0.1:${port}`] }), retry }));
  });

  afterEach(async () => {
    await wire.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  it('does not wait for it', async () => {
    statuses = [503, 200];
    expect(await wire.call()).toEqual({ status: 200, text: 'healthy' });
  });

  it('hands it over whole if there is no better one', async () => {
    statuses = [503, 500];
    expect(await wire.call()).toEqual({ status: 503, text: `${busy} /x 503` });
  });
});
