import type { LoadBalancer } from '@eureka-nest/load-balancer';
import { balanceAxios } from '@eureka-nest/load-balancer/axios';
import { balancedFetch } from '@eureka-nest/load-balancer/fetch';
import { balancing } from '@eureka-nest/load-balancer/undici';
import axios from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent, request } from 'undici';

export interface WireResponse {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

export type Method = 'GET' | 'HEAD' | 'POST';

/** One library that makes calls through a balancer. */
export interface Wire {
  call(method: Method, path: string, body?: string): Promise<WireResponse>;
  close(): unknown;
}

export interface WireKind {
  readonly name: string;
  /** True if the balancer sees that connections are to be kept. */
  readonly asksToKeep: boolean;
  make(balancer: LoadBalancer): Wire;
}

const at = (path: string) => `http://payment${path}`;
const text = { 'content-type': 'text/plain' };

function axiosWire(balancer: LoadBalancer, keepAlive: boolean): Wire {
  const httpAgent = new HttpAgent({ keepAlive });
  const instance = axios.create({ httpAgent, proxy: false, adapter: 'http', timeout: 10_000, headers: text });
  balanceAxios(instance, balancer);
  return {
    call: async (method, path, data) => {
      const response = await instance.request<string>({
        url: at(path),
        method,
        data,
        transformResponse: (body: string) => body,
        validateStatus: () => true,
      });
      const retryAfter = response.headers['retry-after'] as string | undefined;
      return { status: response.status, text: response.data, retryAfter };
    },
    close: () => httpAgent.destroy(),
  };
}

function fetchWire(balancer: LoadBalancer, keepAlive: boolean): Wire {
  const fetch = balancedFetch(balancer);
  const headers = keepAlive ? text : { ...text, connection: 'close' };
  return {
    call: async (method, path, body) => {
      const response = await fetch(at(path), { method, body, headers });
      const retryAfter = response.headers.get('retry-after') ?? undefined;
      return { status: response.status, text: await response.text(), retryAfter };
    },
    close: () => undefined,
  };
}

function undiciWire(balancer: LoadBalancer, keepAlive: boolean): Wire {
  const agent = new Agent({ pipelining: keepAlive ? 1 : 0 });
  const dispatcher = agent.compose(balancing(balancer));
  return {
    call: async (method, path, sent) => {
      const { statusCode, headers, body } = await request(at(path), {
        method,
        body: sent,
        headers: text,
        dispatcher,
      });
      const retryAfter = headers['retry-after'] as string | undefined;
      return { status: statusCode, text: await body.text(), retryAfter };
    },
    close: () => agent.destroy(),
  };
}

/** Every library, with connections that are kept and with one per call. */
export const wireKinds: readonly WireKind[] = [
  { name: 'axios', asksToKeep: true, make: (balancer) => axiosWire(balancer, true) },
  { name: 'axios, no keep-alive', asksToKeep: false, make: (balancer) => axiosWire(balancer, false) },
  { name: 'fetch', asksToKeep: true, make: (balancer) => fetchWire(balancer, true) },
  { name: 'fetch, no keep-alive', asksToKeep: false, make: (balancer) => fetchWire(balancer, false) },
  { name: 'undici', asksToKeep: true, make: (balancer) => undiciWire(balancer, true) },
  // An agent of undici adds `Connection: close` below its interceptors, which cannot see it.
  { name: 'undici, no keep-alive', asksToKeep: true, make: (balancer) => undiciWire(balancer, false) },
];
