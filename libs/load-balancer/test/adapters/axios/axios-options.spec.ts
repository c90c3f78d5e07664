import axios, { type AxiosRequestConfig, CanceledError } from 'axios';
import { balanceAxios } from '../../../src/adapters/axios/axios-interceptor.js';
import { ServiceClient } from '../../../src/adapters/axios/service-client.js';
import { bodyOf, failureOf, service, ThreeProviders } from './three-providers.js';

describe('the options of axios', () => {
  const stage = new ThreeProviders();
  const showPaths = () =>
    stage.providers.forEach((each) => (each.handler = ({ url }, response) => void response.end(url)));
  const address = () => `http://127.0.0.1:${stage.candidates[0]!.port}`;

  const evil = ['http://evil/steal', 'HTTPS://evil/steal', 'lb://evil/steal', 'ftp://evil/x', '//evil/steal'];

  it.each(evil)('baseURL is not left if allowAbsoluteUrls is false: %s', async (url) => {
    showPaths();
    const path = `/${url.replace(/^\/+/, '')}`;
    const options = { baseURL: service, allowAbsoluteUrls: false };
    expect(await bodyOf(stage.axios.get(url, options))).toBe(path);
    expect(await bodyOf(stage.axios.get(url, { ...options, baseURL: address() }))).toBe(path);
    const disabled = stage.make({ enabled: false }).axios;
    expect(await bodyOf(disabled.get(url, { ...options, baseURL: address() }))).toBe(path);
    const existing = axios.create({ proxy: false, ...options });
    balanceAxios(existing, stage.balanced.balancer);
    expect(await bodyOf(existing.get(url))).toBe(path);
  });

  it('baseURL gives way to a whole URL by default', async () => {
    expect(await bodyOf(stage.axios.get(`${service}/x`, { baseURL: 'http://OTHER' }))).toBe('payment8001');
    expect(await bodyOf(stage.axios.get(`${address()}/x`, { baseURL: 'http://OTHER' }))).toBe('payment8001');
  });

  it('url may be a URL object', async () => {
    const url = new URL(`${service}/x`) as unknown as string;
    expect(await bodyOf(stage.axios.get(url))).toBe('payment8001');
  });

  it('are in the config of a response and of an error as they were given', async () => {
    const config: AxiosRequestConfig = {
      baseURL: service,
      url: '/x',
      timeout: '1500' as unknown as number,
      maxRedirects: 3,
      validateStatus: (status) => status < 400,
    };
    expect((await stage.axios.request(config)).config).toMatchObject(config);
    const direct = { ...config, baseURL: address() };
    expect((await stage.axios.request(direct)).config).toMatchObject(direct);
    expect((await stage.make({ enabled: false }).axios.request(direct)).config).toMatchObject(direct);
    stage.providers.forEach((each) => (each.handler = (_, response) => void response.writeHead(404).end()));
    expect(await failureOf(stage.axios.request(config))).toMatchObject({ config });
  });

  it('headers are restored after a call with the Host header of its service', async () => {
    stage.providers.forEach(
      (each) => (each.handler = ({ headers }, response) => void response.end(headers.host)),
    );
    stage.balanced.balancer.configure('CLOUD-PAYMENT-SERVICE', { hostHeader: 'service' });
    const response = await stage.axios.get(`${service}/x`);
    expect([response.data, response.config.headers.has('Host')]).toEqual(['cloud-payment-service', false]);
    const own = await stage.axios.get(`${service}/x`, { headers: { Host: 'mine' } });
    expect([own.data, own.config.headers.get('Host')]).toEqual(['cloud-payment-service', 'mine']);
  });

  it('timeout may be text, and is rejected as by axios if it is no number', async () => {
    stage.providers.forEach((each) => (each.handler = () => undefined));
    const limited = stage.axios.get(`${service}/x`, { timeout: '100' as unknown as number });
    expect(String(await failureOf(limited))).toContain('the time limit of the call is over');
    const wrong = stage.axios.get(`${service}/x`, { timeout: 'soon' as unknown as number });
    expect(await failureOf(wrong)).toMatchObject({ code: 'ERR_BAD_OPTION_VALUE' });
  });

  describe('signal and cancelToken end a call with the error of axios', () => {
    /** Cancels by either means, while the call pauses between two rounds. */
    const cancelInPause = async (options: AxiosRequestConfig, cancel: () => void) => {
      for (const each of stage.providers) await each.kill();
      const retry = { attempts: 4, backOffMs: 60_000 };
      const call = failureOf(stage.axios.get(`${service}/x`, { ...options, timeout: 0, balance: { retry } }));
      while (stage.balanced.balancer.ejected('cloud-payment-service').length === 0)
        await new Promise((done) => setImmediate(done));
      setTimeout(cancel, 50);
      return call;
    };

    it('by a signal', async () => {
      const controller = new AbortController();
      const error = await cancelInPause({ signal: controller.signal }, () => controller.abort());
      expect(error).toBeInstanceOf(CanceledError);
    });

    it('by the signal of another library', async () => {
      const target = new EventTarget();
      const signal = Object.assign(target, { aborted: false });
      const error = await cancelInPause({ signal: signal as unknown as AbortSignal }, () => {
        signal.aborted = true;
        target.dispatchEvent(new Event('abort'));
      });
      expect(error).toBeInstanceOf(CanceledError);
    });

    it('by a token, with its message', async () => {
      const source = axios.CancelToken.source();
      const error = await cancelInPause({ cancelToken: source.token }, () => source.cancel('enough'));
      expect(error).toMatchObject({ code: 'ERR_CANCELED', message: 'enough' });
    });
  });

  it('baseURL of the axios does not lead the client of a service elsewhere', async () => {
    showPaths();
    stage.axios.defaults.baseURL = 'http://OTHER/api';
    stage.axios.defaults.allowAbsoluteUrls = false;
    const client = new ServiceClient('CLOUD-PAYMENT-SERVICE', stage.axios, stage.balanced.balancer);
    expect(await client.get('http://evil/x')).toBe('/http://evil/x');
  });

  it('url may be of a kind that is not balanced if balancing is off', async () => {
    expect(
      await bodyOf(
        stage.make({ enabled: false }).axios.get('data:text/plain,hello', { responseType: 'text' }),
      ),
    ).toBe('hello');
  });
});
