import http from 'node:http';
import { bodyOf, failureOf, service, ThreeProviders } from './three-providers.js';

describe('a balanced axios', () => {
  const stage = new ThreeProviders();

  it('takes turns among the instances, whatever the case of the name', async () => {
    const names = ['CLOUD-PAYMENT-SERVICE', 'cloud-payment-service', 'Cloud-Payment-Service'];
    const instances = [];
    for (const name of [...names, ...names])
      instances.push(await bodyOf(stage.axios.get(`http://${name}/payment/lb`)));
    expect(instances).toEqual([
      'payment8001',
      'payment8002',
      'payment8003',
      'payment8001',
      'payment8002',
      'payment8003',
    ]);
  });

  it.each([
    [service, '/payment/get/4'],
    [`${service}/`, 'payment/get/4'],
    [service, 'payment/get/4'],
    [`${service}/`, '/payment/get/4'],
    [undefined, `${service}//payment/get/4`],
  ])('joins %s and %s with one slash', async (baseURL, url) => {
    stage.providers[0]!.handler = ({ url: path }, response) => void response.end(path);
    expect(await bodyOf(stage.axios.get(url, { baseURL }))).toBe('/payment/get/4');
  });

  it('leaves method, path, query, headers, body and response unchanged', async () => {
    stage.providers[0]!.handler = ({ method, url, headers }, response, body) => {
      response.writeHead(201, { 'x-reply': '42', 'content-type': 'text/plain; charset=utf-8' });
      response.end(JSON.stringify([method, url, headers['x-question'], headers['content-type'], body]));
    };
    const response = await stage.axios.post(
      `${service}/a%2Fb/尚?c=d&c=%E5%B0%9A`,
      { serial: '尚硅谷111' },
      {
        headers: { 'x-question': '6 by 9' },
        params: { e: 'f' },
      },
    );
    expect(response.status).toBe(201);
    expect(response.headers['x-reply']).toBe('42');
    expect(response.config.url).toContain('CLOUD-PAYMENT-SERVICE');
    expect(response.data).toEqual([
      'POST',
      '/a%2Fb/%E5%B0%9A?c=d&c=%E5%B0%9A&e=f',
      '6 by 9',
      'application/json',
      '{"serial":"尚硅谷111"}',
    ]);
  });

  it('treats any status as a response and does not retry', async () => {
    stage.providers.forEach(
      (each) => (each.handler = (_, response) => void response.writeHead(503).end('busy')),
    );
    const error = await failureOf(stage.axios.get(`${service}/x`));
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', response: { status: 503, data: 'busy' } });
    const tolerant = await stage.axios.get(`${service}/x`, { validateStatus: () => true });
    expect([tolerant.status, tolerant.data]).toEqual([503, 'busy']);
    expect(stage.seen()).toBe(2);
  });

  it('skips an instance that is shutting down, except for a POST', async () => {
    stage.providers[0]!.handler = (_, response) =>
      void response.writeHead(503, { connection: 'close' }).end('closing');
    expect(await bodyOf(stage.axios.get(`${service}/x`))).not.toBe('closing');
    const first = stage.make({}, [stage.candidates[0]!]).axios;
    expect(await failureOf(first.post(`${service}/x`))).toMatchObject({
      response: { status: 503, data: 'closing' },
    });
    expect(await failureOf(first.get(`${service}/x`))).toMatchObject({
      response: { status: 503, data: 'closing' },
    });
    expect(stage.balanced.balancer.ejected('cloud-payment-service')).toEqual([]);
  });

  it.each([
    ['an agent that keeps no connection', { httpAgent: new http.Agent() }],
    ['no agent', { httpAgent: false }],
    ['a header', { headers: { Connection: 'close' } }],
  ])('does not take a closed connection for a stop if that was asked for, by %s', async (_, config) => {
    stage.providers[0]!.handler = (_, response) => void response.writeHead(503).end('busy');
    expect(await failureOf(stage.axios.get(`${service}/x`, config))).toMatchObject({
      response: { status: 503, data: 'busy', headers: { connection: 'close' } },
    });
    expect(stage.seen()).toBe(1);
  });

  it('returns a redirect instead of following it', async () => {
    stage.providers[0]!.handler = (_, response) =>
      void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
    expect((await stage.axios.get(`${service}/x`, { validateStatus: () => true })).status).toBe(307);
  });

  it('runs interceptors once per call, however many instances are tried', async () => {
    await stage.providers[0]!.kill();
    let runs = 0;
    stage.axios.interceptors.request.use((config) => (runs++, config));
    expect(await bodyOf(stage.axios.get(`${service}/x`))).not.toBe('payment8001');
    expect(runs).toBe(1);
  });

  it('calls an address directly', async () => {
    expect(await bodyOf(stage.axios.get(`http://127.0.0.1:${stage.candidates[2]!.port}/x`))).toBe(
      'payment8003',
    );
  });
});
