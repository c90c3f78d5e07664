import { Agent, fetch as undiciFetch } from 'undici';
import { connectTimeoutMs, itKeepsTheRules } from '../http/failure-rules.contract.js';
import { balancedFetch } from './balanced-fetch.js';

itKeepsTheRules(
  'fetch',
  (balancer) => {
    const dispatcher = new Agent({ connect: { timeout: connectTimeoutMs } });
    const wire = ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher })) as typeof fetch;
    return {
      call: async (url, { method, body, timeoutMs, signal }) => {
        const call = balancedFetch(balancer, { fetch: wire, timeoutMs });
        const response = await call(url, { method, body, signal });
        return { status: response.status, text: await response.text() };
      },
      close: () => dispatcher.destroy(),
    };
  },
  { readsBodies: false },
);
