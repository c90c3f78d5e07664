import { Agent, fetch, request } from 'undici';
import { connectTimeoutMs, itKeepsTheRules } from '../http/failure-rules.contract.js';
import { balancing } from './balancing.js';

itKeepsTheRules(
  'a dispatcher under request',
  (balancer) => {
    const agent = new Agent({ connect: { timeout: connectTimeoutMs } });
    return {
      call: async (url, { method = 'GET', body, timeoutMs, signal }) => {
        const dispatcher = agent.compose(balancing(balancer, { timeoutMs }));
        const { statusCode, body: answer } = await request(url, { method, body, signal, dispatcher });
        return { status: statusCode, text: await answer.text() };
      },
      close: () => agent.destroy(),
    };
  },
  { readsBodies: false },
);

itKeepsTheRules(
  'a dispatcher under fetch',
  (balancer) => {
    const agent = new Agent({ connect: { timeout: connectTimeoutMs } });
    return {
      call: async (url, { method, body, timeoutMs, signal }) => {
        const dispatcher = agent.compose(balancing(balancer, { timeoutMs }));
        const response = await fetch(url, { method, body, signal, dispatcher });
        return { status: response.status, text: await response.text() };
      },
      close: () => agent.destroy(),
    };
  },
  // Its bodies are generators that run once.
  { readsBodies: false, keepsBodies: false },
);
