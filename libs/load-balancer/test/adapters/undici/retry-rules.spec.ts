import { Agent, fetch, request } from 'undici';
import { connectTimeoutMs, itFollowsTheRetryRules, type Wire } from '../retry-rules.contract.js';
import { itHandsOverClosingResponses } from '../closing.contract.js';
import { itSurvivesOutages } from '../outage.contract.js';
import { itEndsUnaskedUpgrades } from '../unasked-upgrade.contract.js';
import type { LoadBalancer } from '../../../src/load-balancer.js';
import { balancing } from '../../../src/adapters/undici/balancing.js';

function requestWire(balancer: LoadBalancer): Wire {
  const agent = new Agent({ connect: { timeout: connectTimeoutMs } });
  return {
    call: async (url, { method = 'GET', body, timeoutMs, signal }) => {
      const dispatcher = agent.compose(balancing(balancer, { timeoutMs }));
      const { statusCode, headers, body: stream } = await request(url, { method, body, signal, dispatcher });
      const retryAfter = headers['retry-after'];
      return {
        status: statusCode,
        text: await stream.text(),
        ...(retryAfter && { retryAfter: String(retryAfter) }),
      };
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
      const retryAfter = response.headers.get('retry-after') ?? undefined;
      return { status: response.status, text: await response.text(), ...(retryAfter && { retryAfter }) };
    },
    close: () => agent.destroy(),
  };
}

itFollowsTheRetryRules('a dispatcher under request', requestWire, { readsBodies: false });
itSurvivesOutages('a dispatcher under request', requestWire);
itHandsOverClosingResponses('a dispatcher under request', requestWire);
itEndsUnaskedUpgrades('a dispatcher under request', requestWire);

// Bodies of fetch are generators, which run once.
itFollowsTheRetryRules('a dispatcher under fetch', fetchWire, { readsBodies: false, keepsBodies: false });
itSurvivesOutages('a dispatcher under fetch', fetchWire);
itHandsOverClosingResponses('a dispatcher under fetch', fetchWire);
itEndsUnaskedUpgrades('a dispatcher under fetch', fetchWire);
