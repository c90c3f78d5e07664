import { Agent, fetch, request } from 'undici';
import { connectTimeoutMs, itKeepsTheRules, type Wire } from '../failure-rules.contract.js';
import { itBearsOutages } from '../outage.contract.js';
import type { LoadBalancer } from '../../../src/load-balancer.js';
import { balancing } from '../../../src/adapters/undici/balancing.js';

function requestWire(balancer: LoadBalancer): Wire {
  const agent = new Agent({ connect: { timeout: connectTimeoutMs } });
  return {
    call: async (url, { method = 'GET', body, timeoutMs, signal }) => {
      const dispatcher = agent.compose(balancing(balancer, { timeoutMs }));
      const { statusCode, body: answer } = await request(url, { method, body, signal, dispatcher });
      return { status: statusCode, text: await answer.text() };
    },
    close: () => agent.destroy(),
  };
}

function fetchWire(balancer: LoadBalancer): Wire {
  const agent = new Agent({ connect: { timeout: connectTimeoutMs } });
  return {
    call: async (url, { method, body, timeoutMs, signal }) => {
      const dispatcher = agent.compose(balancing(balancer, { timeoutMs }));
      const response = await fetch(url, { method, body, signal, dispatcher });
      return { status: response.status, text: await response.text() };
    },
    close: () => agent.destroy(),
  };
}

itKeepsTheRules('a dispatcher under request', requestWire, { readsBodies: false });
itBearsOutages('a dispatcher under request', requestWire);

// Its bodies are generators that run once.
itKeepsTheRules('a dispatcher under fetch', fetchWire, { readsBodies: false, keepsBodies: false });
itBearsOutages('a dispatcher under fetch', fetchWire);
