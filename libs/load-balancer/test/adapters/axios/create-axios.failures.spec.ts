import net, { type AddressInfo } from 'node:net';
import { AllInstancesFailedError, MaybeSentError, NoInstanceError } from '../../../src/core/errors.js';
import {
  bodyOf,
  failureOf,
  type Handler,
  type Provider,
  service,
  ThreeProviders,
} from './three-providers.js';

describe('a balanced axios, when a call fails,', () => {
  const stage = new ThreeProviders();

  const breakConnection: Handler = ({ socket }) => void socket.destroy();
  const truncateResponse: Handler = ({ socket }, response) => {
    response.writeHead(200, { 'content-length': '99' }).write('half', () => socket.destroy());
  };

  it.each<[string, (dying: Provider) => unknown]>([
    ['before it reads the request', (dying) => (dying.isDead = true)],
    ['before it responds', (dying) => (dying.handler = breakConnection)],
    ['while it responds', (dying) => (dying.handler = truncateResponse)],
    ['with all its connections', (dying) => dying.kill()],
  ])('loses no call of 20 callers when a provider dies %s', async (_, die) => {
    let responses = 0;
    let died = false;
    for (const each of stage.providers)
      each.handler = (_, response) => void (responses++, response.end(each.instanceId));
    const caller = async () => {
      for (let call = 0; call < 10; call++) {
        if (responses > 60 && !died) {
          died = true;
          die(stage.providers[1]!);
        }
        await stage.axios.get(`${service}/x`);
      }
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, caller));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(died).toBe(true);
  });

  it('never sends a POST twice that may have arrived', async () => {
    stage.providers.forEach((each) => (each.handler = breakConnection));
    const error = await failureOf(stage.axios.post(`${service}/payment/create`, { serial: 'x' }));
    expect(error).toBeInstanceOf(MaybeSentError);
    expect(error).toMatchObject({ service: 'CLOUD-PAYMENT-SERVICE', candidate: stage.candidates[0] });
    expect(stage.seen()).toBe(1);
  });

  it('never sends it twice over a reused connection either', async () => {
    for (let call = 0; call < 3; call++) await stage.axios.get(`${service}/x`);
    stage.providers.forEach((each) => (each.handler = breakConnection));
    expect(await failureOf(stage.axios.post(`${service}/payment/create`, {}))).toBeInstanceOf(MaybeSentError);
    expect(stage.seen()).toBe(4);
  });

  it('never sends a POST twice whose response broke off', async () => {
    stage.providers.forEach((each) => (each.handler = truncateResponse));
    expect(await failureOf(stage.axios.post(`${service}/payment/create`, {}))).toBeInstanceOf(MaybeSentError);
    expect(stage.seen()).toBe(1);
  });

  it('sends a refused POST with its body to the next instance', async () => {
    await stage.providers[0]!.kill();
    stage.providers.forEach((each) => (each.handler = (_, response, body) => void response.end(body)));
    expect(await bodyOf(stage.axios.post(`${service}/payment/create`, { serial: 'x' }))).toEqual({
      serial: 'x',
    });
  });

  it('lists the tried instances when all are gone', async () => {
    await Promise.all(stage.providers.map((each) => each.kill()));
    const error = await failureOf(stage.axios.get(`${service}/x`));
    expect(error).toBeInstanceOf(AllInstancesFailedError);
    for (const { instanceId, port } of stage.candidates) {
      expect(String(error)).toContain(`${instanceId} (connect ECONNREFUSED 127.0.0.1:${port})`);
    }
  });

  it('lists the known services when the name is unknown', async () => {
    const error = await failureOf(stage.axios.get('http://CLOUD-PAYMENT-SERVICEpayment/get/4'));
    expect(error).toBeInstanceOf(NoInstanceError);
    expect(String(error)).toContain(
      'a / is missing between the base http://CLOUD-PAYMENT-SERVICE and the path payment',
    );
  });

  it('stops at once when it is cancelled, and ejects no instance', async () => {
    const controller = new AbortController();
    stage.providers[0]!.handler = () => controller.abort();
    const error = await failureOf(stage.axios.get(`${service}/x`, { signal: controller.signal }));
    expect(error).toMatchObject({ code: 'ERR_CANCELED' });
    expect(stage.seen()).toBe(1);
    stage.providers[0]!.handler = (_, response) => void response.end('payment8001');
    const instances = new Set<unknown>();
    for (let call = 0; call < 3; call++) instances.add(await bodyOf(stage.axios.get(`${service}/x`)));
    expect(instances).toContain('payment8001');
  });

  it('applies its time limit to all tries together', async () => {
    stage.providers.forEach((each) => (each.handler = () => undefined));
    const error = await failureOf(stage.axios.get(`${service}/x`, { timeout: 1000 }));
    expect(error).toBeInstanceOf(AllInstancesFailedError);
    expect(String(error)).toContain('the time limit of the call is over');
    expect(stage.seen()).toBe(1);
  });

  it('sends a streamed body at most once', async () => {
    await stage.providers[0]!.kill();
    const { Readable } = await import('node:stream');
    const error = await failureOf(stage.axios.post(`${service}/x`, Readable.from(['a', 'b'])));
    expect(error).toBeInstanceOf(AllInstancesFailedError);
    expect(stage.seen()).toBe(0);
  });

  describe('gives up connecting after the time limit', () => {
    it('and tries the next instance, even with a POST, since nothing was sent', async () => {
      // The server accepts connections, but never starts TLS.
      const silent = net.createServer().listen(0, '127.0.0.1');
      const sockets: net.Socket[] = [];
      silent.on('connection', (socket) => void sockets.push(socket));
      await new Promise((done) => silent.once('listening', done));
      const { port } = silent.address() as AddressInfo;
      const stalled = { instanceId: 'stalled', host: '127.0.0.1', port, secure: true };
      const { axios } = stage.make({ connectTimeoutMs: 500 }, [stalled, stage.candidates[1]!]);
      expect(await bodyOf(axios.post(`${service}/x`, {}))).toBe('payment8002');
      sockets.forEach((socket) => socket.destroy());
      await new Promise((done) => silent.close(done));
    });

    it('and while the host name is being resolved', async () => {
      const { axios } = stage.make({ connectTimeoutMs: 50 }, [
        { instanceId: 'far', host: 'far.invalid', port: 80 },
      ]);
      const error = await failureOf(axios.get(`${service}/x`, { lookup: () => undefined }));
      expect(String(error)).toContain(
        'far (no response from the name server for far.invalid:80 within 50 ms)',
      );
    });
  });
});
