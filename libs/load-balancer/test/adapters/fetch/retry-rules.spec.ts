import { Agent, fetch as undiciFetch } from 'undici';
import { connectTimeoutMs, itFollowsTheRetryRules, type Wire } from '../retry-rules.contract.js';
import { itHandsOverClosingResponses } from '../closing.contract.js';
import { itSurvivesOutages } from '../outage.contract.js';
import { itEndsUnaskedUpgrades } from '../unasked-upgrade.contract.js';
import type { LoadBalancer } from '../../../src/load-balancer.js';
import { balancedFetch } from '../../../src/adapters/fetch/balanced-fetch.js';

function fetchWire(balancer: LoadBalancer): Wire {
  const dispatcher = new Agent({ connect: { timeout: connectTimeoutMs } });
  const wire = ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher })) as typeof fetch;
  return {
    call: async (url, { method, body, timeoutMs, signal }) => {
      const call = balancedFetch(balancer, { fetch: wire, timeoutMs });
      const response = await call(url, { method, body, signal });
      const retryAfter = response.headers.get('retry-after') ?? undefined;
      return { status: response.status, text: await response.text(), ...(retryAfter && { retryAfter }) };
    },
    close: () => dispatcher.destroy(),
  };
}

itFollowsTheRetryRules('fetch', fetchWire, { readsBodies: false });
itSurvivesOutages('fetch', fetchWire);
itHandsOverClosingResponses('fetch', fetchWire);
itEndsUnaskedUpgrades('fetch', fetchWire);
