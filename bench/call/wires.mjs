import { balanceAxios, fixedList, LoadBalancer } from '@eureka-nest/load-balancer';
import { balancedFetch } from '@eureka-nest/load-balancer/fetch';
import { balancing } from '@eureka-nest/load-balancer/undici';
import axios from 'axios';
import http from 'node:http';
import { Agent, request } from 'undici';

/** Real calls over kept connections: directly to each provider in turn, and by the name of their service. */
export function wireCases(ports) {
  const urls = ports.map((port) => `http://127.0.0.1:${port}/payment/get/31`);
  const byName = 'http://payment/payment/get/31';
  let turn = 0;
  const next = () => urls[turn++ % urls.length];
  const newBalancer = () =>
    new LoadBalancer({ source: fixedList({ payment: ports.map((port) => `http://127.0.0.1:${port}`) }) });
  const cases = [axiosCase, fetchCase, fetchUnlimitedCase, undiciCase].map((each) =>
    each({ next, byName, newBalancer }),
  );
  return [
    ...cases,
    // A service that has much to do makes many at once, and then its code stays where the processor has it at hand.
    ...cases.map((each) => ({ ...each, name: `${each.name}, ten at once`, atOnce: 10, calls: 100 })),
    // What the bench finds where there is nothing to find.
    ...cases.map((each) => ({ ...each, name: `${each.name}, directly twice`, balanced: each.direct })),
  ];
}

// Small batches, many of them: both of a pair then see the same machine.
const calls = 50;
const pairs = 1601;

function axiosCase({ next, byName, newBalancer }) {
  const httpAgent = new http.Agent({ keepAlive: true });
  const plain = () =>
    axios.create({ adapter: 'http', httpAgent, proxy: false, timeout: 10_000, maxRedirects: 0 });
  const [direct, balanced] = [plain(), plain()];
  balanceAxios(balanced, newBalancer());
  return {
    name: 'axios',
    calls,
    pairs,
    direct: () => direct.get(next()),
    balanced: () => balanced.get(byName),
  };
}

function fetchCase({ next, byName, newBalancer }) {
  const call = balancedFetch(newBalancer());
  return {
    name: 'fetch',
    calls,
    pairs,
    // With a limit of time, as the balanced one has.
    direct: async () =>
      (await fetch(next(), { signal: AbortSignal.timeout(10_000), redirect: 'manual' })).text(),
    balanced: async () => (await call(byName)).text(),
  };
}

/** As those call it who set no limit: then none is set by the balancer either. */
function fetchUnlimitedCase({ next, byName, newBalancer }) {
  const call = balancedFetch(newBalancer(), { timeoutMs: 0 });
  return {
    name: 'fetch without a time limit',
    calls,
    pairs,
    direct: async () => (await fetch(next(), { redirect: 'manual' })).text(),
    balanced: async () => (await call(byName)).text(),
  };
}

function undiciCase({ next, byName, newBalancer }) {
  const agent = new Agent();
  const dispatcher = agent.compose(balancing(newBalancer()));
  return {
    name: 'undici',
    calls,
    pairs,
    direct: async () => (await request(next(), { dispatcher: agent })).body.text(),
    balanced: async () => (await request(byName, { dispatcher })).body.text(),
  };
}

/** The same on wires that answer at once: all that is added, and nothing of what a network and a busy machine do. */
export function instantCases() {
  const newBalancer = () => new LoadBalancer({ source: fixedList({ payment: ['http://a:1', 'http://b:1', 'http://c:1'] }) }); // prettier-ignore
  return [instantAxios(newBalancer()), instantFetch(newBalancer()), instantUndici(newBalancer())];
}

function instantAxios(balancer) {
  const adapter = async (config) => ({ status: 200, headers: {}, data: '', config });
  const plain = () => axios.create({ adapter, timeout: 10_000 });
  const [direct, balanced] = [plain(), plain()];
  balanceAxios(balanced, balancer);
  return {
    name: 'axios, answered at once',
    calls: 1_000,
    pairs: 101,
    direct: () => direct.get('http://a:1/payment/get/31'),
    balanced: () => balanced.get('http://payment/payment/get/31'),
  };
}

function instantFetch(balancer) {
  const response = { status: 200, headers: new Headers() };
  const wire = async () => response;
  const call = balancedFetch(balancer, { fetch: wire });
  return {
    name: 'fetch, answered at once',
    calls: 1_000,
    pairs: 101,
    // What else it would be called with.
    direct: () =>
      wire('http://a:1/payment/get/31', { headers: new Headers(), signal: AbortSignal.timeout(10_000) }),
    balanced: () => call('http://payment/payment/get/31'),
  };
}

function instantUndici(balancer) {
  const controller = { abort: () => undefined, pause: () => undefined, resume: () => undefined };
  const dispatch = (_, handler) => {
    handler.onRequestStart(controller, {});
    handler.onResponseStart(controller, 200, {}, 'OK');
    handler.onResponseEnd(controller, {});
    return true;
  };
  const balanced = balancing(balancer)(dispatch);
  const call = (there, origin) =>
    new Promise((done) => {
      const handler = {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseEnd: done,
      };
      there({ origin, path: '/payment/get/31', method: 'GET' }, handler);
    });
  return {
    name: 'undici, answered at once',
    calls: 1_000,
    pairs: 101,
    direct: () => call(dispatch, 'http://a:1'),
    balanced: () => call(balanced, 'http://payment'),
  };
}
