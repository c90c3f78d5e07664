import axios, { AxiosError, type AxiosInstance, type AxiosRequestConfig, isAxiosError } from 'axios';
import { balanceAxios } from '../../../src/adapters/axios/axios-interceptor.js';
import {
  AllInstancesFailedError,
  BadServiceUrlError,
  MaybeSentError,
  NoInstanceError,
  UnknownHostError,
} from '../../../src/core/errors.js';
import { fixedList } from '../../../src/core/instance-source.js';
import { LoadBalancer } from '../../../src/load-balancer.js';
import { retryLikeAxiosRetry } from './axios-retry.js';
import { bodyOf, failureOf, type Handler, service, ThreeProviders } from './three-providers.js';

describe('an error of a balanced axios', () => {
  const stage = new ThreeProviders();
  const breakConnection: Handler = ({ socket }) => void socket.destroy();
  const everyProvider = (handler: Handler) => stage.providers.forEach((each) => (each.handler = handler));
  const kill = () => Promise.all(stage.providers.map((each) => each.kill()));
  const existing = (): AxiosInstance => {
    const instance = axios.create({ proxy: false });
    balanceAxios(instance, stage.balanced.balancer);
    return instance;
  };

  it.each<[string, new (...args: never[]) => Error, string, string, () => unknown]>([
    ['no instance responded', AllInstancesFailedError, 'get', `${service}/x`, kill],
    ['it may have been sent', MaybeSentError, 'post', `${service}/x`, () => everyProvider(breakConnection)],
    ['there is no such service', NoInstanceError, 'get', 'http://OTHER/x', () => undefined],
    ['the URL is invalid', BadServiceUrlError, 'get', 'http://OTHER:x/y', () => undefined],
  ])('is one of axios and one of the balancer: %s', async (_, type, method, url, prepare) => {
    await prepare();
    for (const instance of [stage.axios, existing()]) {
      const error = (await failureOf(instance.request({ method, url, data: { a: 1 } }))) as AxiosError;
      expect(error).toBeInstanceOf(type);
      expect(error).toBeInstanceOf(AxiosError);
      expect(isAxiosError(error)).toBe(true);
      expect(error.config).toMatchObject({ method, url });
      expect(error.code).toMatch(/^LB_/);
      expect(error.response).toBeUndefined();
      expect(JSON.stringify(error)).toContain(error.code);
      const others = [AllInstancesFailedError, MaybeSentError, NoInstanceError, BadServiceUrlError];
      expect(others.filter((each) => error instanceof each)).toEqual([type]);
    }
  });

  it('is one of axios without balancing', async () => {
    const { axios: unbalanced } = stage.make({ enabled: false });
    const lookup = (_: string, __: object, done: (error: Error) => void) =>
      done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }));
    const error = await failureOf(unbalanced.get(`${service}/x`, { lookup: lookup as never }));
    expect(error).toBeInstanceOf(UnknownHostError);
    expect(error).toBeInstanceOf(AxiosError);
    expect(error).toMatchObject({ config: { url: `${service}/x` }, cause: { code: 'ENOTFOUND' } });
  });

  it('keeps the request that failed last', async () => {
    everyProvider(breakConnection);
    expect(await failureOf(stage.axios.post(`${service}/x`, {}))).toMatchObject({
      request: { method: 'POST' },
      cause: { code: 'ECONNRESET' },
    });
  });

  describe.each<[string, () => AxiosInstance]>([
    ['created', () => stage.make().axios],
    ['existing', existing],
  ])('with axios-retry, in an axios that was %s,', (_, make) => {
    it('is retried once instances are known', async () => {
      const source = fixedList({});
      let lookups = 0;
      const balancer = new LoadBalancer({
        source: { ...source, instances: () => (++lookups > 3 ? stage.candidates : []) },
      });
      const instance = axios.create({ proxy: false });
      balanceAxios(instance, balancer);
      retryLikeAxiosRetry(instance, 3);
      expect(await bodyOf(instance.get(`${service}/x`))).toMatch(/^payment/);
    });

    it('is retried after a refusal, with the body', async () => {
      await kill();
      const instance = make();
      let tries = 0;
      instance.interceptors.request.use((config) => (tries++, config));
      retryLikeAxiosRetry(instance, 2);
      const error = await failureOf(instance.post(`${service}/x`, { a: 1 }));
      expect(error).toBeInstanceOf(AllInstancesFailedError);
      expect(tries).toBe(3);
    });

    it('is not retried if the call may have arrived', async () => {
      everyProvider(breakConnection);
      const instance = make();
      retryLikeAxiosRetry(instance, 3);
      const options = { 'axios-retry': { retries: 5 } } as AxiosRequestConfig;
      expect(await failureOf(instance.post(`${service}/x`, {}, options))).toBeInstanceOf(MaybeSentError);
      expect(await failureOf(instance.patch(`${service}/x`, {}))).toBeInstanceOf(MaybeSentError);
      expect(stage.seen()).toBe(2);
    });
  });

  it('sends a config again through one balancer only', async () => {
    await kill();
    const instance = existing();
    const first = (await failureOf(instance.get(`${service}/x`))) as AxiosError;
    const { adapter } = first.config!;
    const second = (await failureOf(instance.request(first.config!))) as AxiosError;
    expect(second.config!.adapter).toBe(adapter);
  });
});
