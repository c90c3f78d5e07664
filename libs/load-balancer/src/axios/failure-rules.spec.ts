import axios from 'axios';
import { connectTimeoutMs, itKeepsTheRules } from '../http/failure-rules.contract.js';
import { balanceAxios } from './balance-axios.js';
import { keepAliveAgents } from './keep-alive-agents.js';

itKeepsTheRules(
  'axios',
  (balancer) => {
    const { httpAgent, httpsAgent, destroy } = keepAliveAgents(connectTimeoutMs);
    const instance = axios.create({ httpAgent, httpsAgent, proxy: false, adapter: 'http', timeout: 10_000 });
    balanceAxios(instance, balancer);
    return {
      call: async (url, { method, body, timeoutMs, signal }) => {
        const { status, data } = await instance.request<string>({
          url,
          method,
          data: body,
          signal,
          ...(timeoutMs && { timeout: timeoutMs }),
          validateStatus: () => true,
        });
        return { status, text: data };
      },
      close: destroy,
    };
  },
  { readsBodies: true },
);
