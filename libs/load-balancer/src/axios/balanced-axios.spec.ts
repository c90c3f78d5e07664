import type { AxiosResponse } from 'axios';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import {
  AllInstancesFailedError,
  MaybeSentError,
  NoInstanceError,
  UnknownHostError,
} from '../core/errors.js';
import { type Candidate, fixedList } from '../core/instance-source.js';
import { roundRobin } from '../core/strategy.js';
import { LoadBalancerOptions } from '../load-balancer.options.js';
import { balancedAxios, type BalancedAxios } from './balanced-axios.js';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A provider in this process, on a port of its own. */
class Provider {
  /** Whole requests, as this provider saw them. */
  seen = 0;
  /** Breaks a connection before it reads what was sent. */
  dead = false;
  private readonly server = http.createServer((request, response) => {
    if (this.dead) return void request.socket.destroy();
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      this.seen++;
      this.handler(request, response, body);
    });
  });

  constructor(
    readonly instanceId: string,
    public handler: Handler = (_, response) => void response.end(instanceId),
  ) {}

  async start(): Promise<Candidate> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return this.candidate();
  }

  candidate(): Candidate {
    return {
      instanceId: this.instanceId,
      host: '127.0.0.1',
      port: (this.server.address() as AddressInfo).port,
    };
  }

  /** As SIGKILL does: nothing is answered any more, every connection breaks, the port refuses. */
  kill(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }
}

describe('an axios that is balanced', () => {
  const service = 'http://CLOUD-PAYMENT-SERVICE';
  let providers: Provider[];
  let candidates: Candidate[];
  let balanced: BalancedAxios;
  let running: BalancedAxios[];

  const make = (options: Partial<LoadBalancerOptions> = {}, list: readonly Candidate[] = candidates) => {
    const made = balancedAxios(
      { source: fixedList({ 'cloud-payment-service': list }), strategy: () => roundRobin() },
      new LoadBalancerOptions(options),
    );
    running.push(made);
    return made;
  };
  const ask = async (call: Promise<AxiosResponse>) => (await call).data as unknown;
  const failureOf = (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error: unknown) => error,
    );
  const everySeen = () => providers.reduce((sum, { seen }) => sum + seen, 0);

  beforeEach(async () => {
    running = [];
    providers = ['payment8001', 'payment8002', 'payment8003'].map((id) => new Provider(id));
    candidates = await Promise.all(providers.map((each) => each.start()));
    balanced = make();
  });

  afterEach(async () => {
    running.forEach((each) => each.close());
    await Promise.all(providers.map((each) => each.kill()));
  });

  it('takes turns among the instances, whatever the case of the name', async () => {
    const names = ['CLOUD-PAYMENT-SERVICE', 'cloud-payment-service', 'Cloud-Payment-Service'];
    const answers = [];
    for (const name of [...names, ...names])
      answers.push(await ask(balanced.axios.get(`http://${name}/payment/lb`)));
    expect(answers).toEqual([
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
    providers[0]!.handler = ({ url: path }, response) => void response.end(path);
    expect(await ask(balanced.axios.get(url, { baseURL }))).toBe('/payment/get/4');
  });

  it('passes method, path, query, headers and body on, and the answer back, as they are', async () => {
    providers[0]!.handler = ({ method, url, headers }, response, body) => {
      response.writeHead(201, { 'x-answer': '42', 'content-type': 'text/plain; charset=utf-8' });
      response.end(JSON.stringify([method, url, headers['x-question'], headers['content-type'], body]));
    };
    const response = await balanced.axios.post(
      `${service}/a%2Fb/尚?c=d&c=%E5%B0%9A`,
      { serial: '尚硅谷111' },
      {
        headers: { 'x-question': '6 by 9' },
        params: { e: 'f' },
      },
    );
    expect(response.status).toBe(201);
    expect(response.headers['x-answer']).toBe('42');
    expect(response.config.url).toContain('CLOUD-PAYMENT-SERVICE');
    expect(response.data).toEqual([
      'POST',
      '/a%2Fb/%E5%B0%9A?c=d&c=%E5%B0%9A&e=f',
      '6 by 9',
      'application/json',
      '{"serial":"尚硅谷111"}',
    ]);
  });

  it('takes any status for an answer, and asks nobody else', async () => {
    providers.forEach((each) => (each.handler = (_, response) => void response.writeHead(503).end('busy')));
    const error = await failureOf(balanced.axios.get(`${service}/x`));
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', response: { status: 503, data: 'busy' } });
    const tolerant = await balanced.axios.get(`${service}/x`, { validateStatus: () => true });
    expect([tolerant.status, tolerant.data]).toEqual([503, 'busy']);
    expect(everySeen()).toBe(2);
  });

  it('passes by an instance that is stopping, but for a POST', async () => {
    providers[0]!.handler = (_, response) =>
      void response.writeHead(503, { connection: 'close' }).end('closing');
    expect(await ask(balanced.axios.get(`${service}/x`))).not.toBe('closing');
    const first = make({}, [candidates[0]!]).axios;
    expect(await failureOf(first.post(`${service}/x`))).toMatchObject({
      response: { status: 503, data: 'closing' },
    });
    expect(await failureOf(first.get(`${service}/x`))).toMatchObject({ code: 'LB_ALL_FAILED' });
  });

  it('hands a redirect back instead of following it to nobody', async () => {
    providers[0]!.handler = (_, response) =>
      void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
    expect((await balanced.axios.get(`${service}/x`, { validateStatus: () => true })).status).toBe(307);
  });

  it('runs interceptors once per call, however many instances are tried', async () => {
    await providers[0]!.kill();
    let runs = 0;
    balanced.axios.interceptors.request.use((config) => (runs++, config));
    expect(await ask(balanced.axios.get(`${service}/x`))).not.toBe('payment8001');
    expect(runs).toBe(1);
  });

  it('calls an address as it is', async () => {
    expect(await ask(balanced.axios.get(`http://127.0.0.1:${candidates[2]!.port}/x`))).toBe('payment8003');
  });

  const cutOff: Handler = ({ socket }) => void socket.destroy();
  const cutShort: Handler = ({ socket }, response) => {
    response.writeHead(200, { 'content-length': '99' }).write('half', () => socket.destroy());
  };

  it.each<[string, (dying: Provider) => void]>([
    ['before it reads the request', (dying) => (dying.dead = true)],
    ['before it answers', (dying) => (dying.handler = cutOff)],
    ['while it answers', (dying) => (dying.handler = cutShort)],
    ['with all its connections', (dying) => void dying.kill()],
  ])('loses none of 20 callers when a provider dies %s', async (_, die) => {
    let answered = 0;
    let died = false;
    for (const each of providers)
      each.handler = (_, response) => void (answered++, response.end(each.instanceId));
    const caller = async () => {
      for (let call = 0; call < 10; call++) {
        if (answered > 60 && !died) {
          died = true;
          die(providers[1]!);
        }
        await balanced.axios.get(`${service}/x`);
      }
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, caller));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(died).toBe(true);
  });

  it('never sends a POST twice that may have arrived', async () => {
    providers.forEach((each) => (each.handler = cutOff));
    const error = await failureOf(balanced.axios.post(`${service}/payment/create`, { serial: 'x' }));
    expect(error).toBeInstanceOf(MaybeSentError);
    expect(error).toMatchObject({ service: 'CLOUD-PAYMENT-SERVICE', candidate: candidates[0] });
    expect(everySeen()).toBe(1);
  });

  it('never sends it twice over a kept connection either', async () => {
    for (let call = 0; call < 3; call++) await balanced.axios.get(`${service}/x`);
    providers.forEach((each) => (each.handler = cutOff));
    expect(await failureOf(balanced.axios.post(`${service}/payment/create`, {}))).toBeInstanceOf(
      MaybeSentError,
    );
    expect(everySeen()).toBe(4);
  });

  it('never sends a POST twice whose answer broke off', async () => {
    providers.forEach((each) => (each.handler = cutShort));
    expect(await failureOf(balanced.axios.post(`${service}/payment/create`, {}))).toBeInstanceOf(
      MaybeSentError,
    );
    expect(everySeen()).toBe(1);
  });

  it('makes a refused POST to the next instance, body and all', async () => {
    await providers[0]!.kill();
    providers.forEach((each) => (each.handler = (_, response, body) => void response.end(body)));
    expect(await ask(balanced.axios.post(`${service}/payment/create`, { serial: 'x' }))).toEqual({
      serial: 'x',
    });
  });

  it('says which instances were tried when all are gone', async () => {
    await Promise.all(providers.map((each) => each.kill()));
    const error = await failureOf(balanced.axios.get(`${service}/x`));
    expect(error).toBeInstanceOf(AllInstancesFailedError);
    for (const { instanceId, port } of candidates) {
      expect(String(error)).toContain(`${instanceId} (connect ECONNREFUSED 127.0.0.1:${port})`);
    }
  });

  it('says what is known when the name is not', async () => {
    const error = await failureOf(balanced.axios.get('http://CLOUD-PAYMENT-SERVICEpayment/get/4'));
    expect(error).toBeInstanceOf(NoInstanceError);
    expect(String(error)).toContain(
      'a / is missing between the base http://CLOUD-PAYMENT-SERVICE and the path payment',
    );
  });

  it('stops at once when it is cancelled, and blames nobody', async () => {
    const controller = new AbortController();
    providers[0]!.handler = () => controller.abort();
    const error = await failureOf(balanced.axios.get(`${service}/x`, { signal: controller.signal }));
    expect(error).toMatchObject({ code: 'ERR_CANCELED' });
    expect(everySeen()).toBe(1);
    providers[0]!.handler = (_, response) => void response.end('payment8001');
    const answers = new Set<unknown>();
    for (let call = 0; call < 3; call++) answers.add(await ask(balanced.axios.get(`${service}/x`)));
    expect(answers).toContain('payment8001');
  });

  it('keeps its time limit over all tries', async () => {
    providers.forEach((each) => (each.handler = () => undefined));
    const error = await failureOf(balanced.axios.get(`${service}/x`, { timeout: 1000 }));
    expect(error).toBeInstanceOf(AllInstancesFailedError);
    expect(String(error)).toContain('the time limit of the call is over');
    expect(everySeen()).toBe(1);
  });

  it('sends a streamed body no more than once', async () => {
    await providers[0]!.kill();
    const { Readable } = await import('node:stream');
    const error = await failureOf(balanced.axios.post(`${service}/x`, Readable.from(['a', 'b'])));
    expect(error).toBeInstanceOf(AllInstancesFailedError);
    expect(everySeen()).toBe(0);
  });

  describe('gives up connecting in time', () => {
    it('and asks the next instance, even with a POST, since nothing was sent', async () => {
      // Accepts, and never says a word of TLS.
      const silent = net.createServer().listen(0, '127.0.0.1');
      const sockets: net.Socket[] = [];
      silent.on('connection', (socket) => void sockets.push(socket));
      await new Promise((done) => silent.once('listening', done));
      const { port } = silent.address() as AddressInfo;
      const deaf = { instanceId: 'deaf', host: '127.0.0.1', port, secure: true };
      const { axios } = make({ connectTimeoutMs: 500 }, [deaf, candidates[1]!]);
      expect(await ask(axios.post(`${service}/x`, {}))).toBe('payment8002');
      sockets.forEach((socket) => socket.destroy());
      await new Promise((done) => silent.close(done));
    });

    it('also while the name of the host is being resolved', async () => {
      const { axios } = make({ connectTimeoutMs: 50 }, [
        { instanceId: 'far', host: 'far.invalid', port: 80 },
      ]);
      const error = await failureOf(axios.get(`${service}/x`, { lookup: () => undefined }));
      expect(String(error)).toContain('far (no answer from the name server for far.invalid:80 within 50 ms)');
    });
  });

  describe('and switched off', () => {
    const notFound = (_: string, __: object, done: (error: Error) => void) =>
      done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }));

    it('says that the name was not looked up', async () => {
      const error = await failureOf(
        make({ enabled: false }).axios.get(`${service}/payment/get/31`, { lookup: notFound as never }),
      );
      expect(error).toBeInstanceOf(UnknownHostError);
      expect(error).toMatchObject({ host: 'CLOUD-PAYMENT-SERVICE', cause: { code: 'ENOTFOUND' } });
    });

    it('says so too when the name server keeps silent', async () => {
      const { axios } = make({ enabled: false, connectTimeoutMs: 50 });
      const error = await failureOf(axios.get(`${service}/x`, { lookup: () => undefined }));
      expect(error).toBeInstanceOf(UnknownHostError);
    });

    it('calls an address like any axios, six times the same', async () => {
      const { axios } = make({ enabled: false });
      const [first] = candidates;
      for (let call = 0; call < 6; call++) {
        expect(await ask(axios.get(`http://localhost:${first!.port}/x`))).toBe('payment8001');
      }
    });

    it('leaves other errors as they are', async () => {
      await providers[0]!.kill();
      const { axios } = make({ enabled: false });
      const error = await failureOf(axios.get(`http://127.0.0.1:${candidates[0]!.port}/x`));
      expect(error).toMatchObject({ isAxiosError: true, code: 'ECONNREFUSED' });
    });
  });
});
