import axios from 'axios';
import { connectTimeoutMs, itFollowsTheRetryRules, type Wire } from '../retry-rules.contract.js';
import { itHandsOverClosingResponses } from '../closing.contract.js';
import { itSurvivesOutages } from '../outage.contract.js';
import { itEndsUnaskedUpgrades } from '../unasked-upgrade.contract.js';
import type { LoadBalancer } from '../../../src/load-balancer.js';
import { balanceAxios } from '../../../src/adapters/axios/axios-interceptor.js';
import { keepAliveAgents } from '../../../src/adapters/axios/keep-alive-agents.js';

function axiosWire(balancer: LoadBalancer): Wire {
  const { httpAgent, httpsAgent, destroy } = keepAliveAgents(connectTimeoutMs);
  const instance = axios.create({ httpAgent, httpsAgent, proxy: false, adapter: 'http', timeout: 10_000 });
  balanceAxios(instance, balancer);
  return {
    call: async (url, { method, body, timeoutMs, signal }) => {
      const { status, data, headers } = await instance.request<string>({
        url,
        method,
        data: body,
        signal,
        ...(timeoutMs && { timeout: timeoutMs }),
        validateStatus: () => true,
      });
      return {
        status,
        text: data,
        ...(headers['retry-after'] && { retryAfter: String(headers['retry-after']) }),
      };
    },
    close: destroy,
  };
}

itFollowsTheRetryRules('axios', axiosWire, { readsBodies: true });
itSurvivesOutages('axios', axiosWire);
itHandsOverClosingResponses('axios', axiosWire);
itEndsUnaskedUpgrades('axios', axiosWire);
