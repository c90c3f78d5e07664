import { fixedList, LoadBalancer } from '@eureka-nest/load-balancer';
import { balanceAxios } from '@eureka-nest/load-balancer/axios';
import { balancedFetch } from '@eureka-nest/load-balancer/fetch';
import { balancing } from '@eureka-nest/load-balancer/undici';
import axios from 'axios';
import http from 'node:http';
import { Agent, request } from 'undici';

/** Cases over reused connections: direct to each provider in turn, and by service name. */
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
    // Parallel calls keep the balancer's code in the CPU caches, as in a busy service.
    ...cases.map((each) => ({ ...each, name: `${each.name}, ten in parallel`, parallel: 10, calls: 100 })),
    // The difference that the benchmark finds where there is none.
    ...cases.map((each) => ({ ...each, name: `${each.name}, direct twice`, balanced: each.direct })),
  ];
}

// Small batches, so that both of a pair see the machine in the same state.
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
    // The direct call has a time limit too.
    direct: async () =>
      (await fetch(next(), { signal: AbortSignal.timeout(10_000), redirect: 'manual' })).text(),
    balanced: async () => (await call(byName)).text(),
  };
}

/** fetch without a time limit on either side. */
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

/** Cases whose wire responds immediately: the balancer's own cost, without network. */
export function instantCases() {
  const source = fixedList({ payment: ['http://a:1', 'http://b:1', 'http://c:1'] });
  const newBalancer = () => new LoadBalancer({ source });
  return [instantAxios(newBalancer()), instantFetch(newBalancer()), instantUndici(newBalancer())];
}

function instantAxios(balancer) {
  const adapter = async (config) => ({ status: 200, headers: {}, data: '', config });
  const plain = () => axios.create({ adapter, timeout: 10_000 });
  const [direct, balanced] = [plain(), plain()];
  balanceAxios(balanced, balancer);
  return {
    name: 'axios, immediate response',
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
    name: 'fetch, immediate response',
    calls: 1_000,
    pairs: 101,
    // The direct call creates headers and a time limit too.
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
  const call = (send, origin) =>
    new Promise((done) => {
      const handler = {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseEnd: done,
      };
      send({ origin, path: '/payment/get/31', method: 'GET' }, handler);
    });
  return {
    name: 'undici, immediate response',
    calls: 1_000,
    pairs: 101,
    direct: () => call(dispatch, 'http://a:1'),
    balanced: () => call(balanced, 'http://payment'),
  };
}
