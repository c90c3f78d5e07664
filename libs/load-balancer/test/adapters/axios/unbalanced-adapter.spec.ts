import { UnknownHostError } from '../../../src/core/errors.js';
import { bodyOf, failureOf, service, ThreeProviders } from './three-providers.js';

describe('an axios without balancing', () => {
  const stage = new ThreeProviders();

  const notFound = (_: string, __: object, done: (error: Error) => void) =>
    done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }));

  it('reports that the name was not looked up', async () => {
    const error = await failureOf(
      stage.make({ enabled: false }).axios.get(`${service}/payment/get/31`, { lookup: notFound as never }),
    );
    expect(error).toBeInstanceOf(UnknownHostError);
    expect(error).toMatchObject({ host: 'CLOUD-PAYMENT-SERVICE', cause: { code: 'ENOTFOUND' } });
  });

  it('reports the same when the name server does not respond', async () => {
    const { axios } = stage.make({ enabled: false, connectTimeoutMs: 50 });
    const error = await failureOf(axios.get(`${service}/x`, { lookup: () => undefined }));
    expect(error).toBeInstanceOf(UnknownHostError);
  });

  it('calls an address like any axios, six times the same one', async () => {
    const { axios } = stage.make({ enabled: false });
    const [first] = stage.candidates;
    for (let call = 0; call < 6; call++) {
      expect(await bodyOf(axios.get(`http://localhost:${first!.port}/x`))).toBe('payment8001');
    }
  });

  it('leaves other errors unchanged', async () => {
    await stage.providers[0]!.kill();
    const { axios } = stage.make({ enabled: false });
    const error = await failureOf(axios.get(`http://127.0.0.1:${stage.candidates[0]!.port}/x`));
    expect(error).toMatchObject({ isAxiosError: true, code: 'ECONNREFUSED' });
  });
});
