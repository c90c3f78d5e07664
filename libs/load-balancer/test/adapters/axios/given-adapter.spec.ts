import axios, { type AxiosAdapter } from 'axios';
import { bodyOf, failureOf, service, ThreeProviders } from './three-providers.js';

describe('an adapter that is given to a balanced axios sends to instances', () => {
  const stage = new ThreeProviders();
  let sent: (string | undefined)[];
  const given: AxiosAdapter = (config) => {
    sent.push(config.url);
    return axios.getAdapter('http')(config);
  };
  const address = (index: number) => `http://127.0.0.1:${stage.candidates[index]!.port}/x`;

  beforeEach(() => {
    sent = [];
  });

  it('as an option of create', async () => {
    const created = stage.balanced.create({ adapter: given });
    expect(await bodyOf(created.get(`${service}/x`))).toBe('payment8001');
    expect(await bodyOf(created.get(`${service}/x`))).toBe('payment8002');
    expect(sent).toEqual([address(0), address(1)]);
  });

  it.each(['fetch', ['fetch', 'http']] as const)('by its name: %j', async (adapter) => {
    const created = stage.balanced.create({ adapter: adapter as 'fetch' });
    expect(await bodyOf(created.get(`${service}/x`))).toBe('payment8001');
  });

  it('as an option of one call, or as a default that is set later', async () => {
    expect(await bodyOf(stage.axios.get(`${service}/x`, { adapter: given }))).toBe('payment8001');
    stage.axios.defaults.adapter = given;
    expect(await bodyOf(stage.axios.get(`${service}/x`))).toBe('payment8002');
    expect(sent).toEqual([address(0), address(1)]);
  });

  it('and is one of the tries of a call, which is repeated', async () => {
    await stage.providers[0]!.kill();
    const created = stage.balanced.create({ adapter: given });
    expect(await bodyOf(created.get(`${service}/x`))).toBe('payment8002');
    expect(sent).toEqual([address(0), address(1)]);
  });

  it('and to a host if balancing is off', async () => {
    const created = stage.make({ enabled: false }).create({ adapter: given });
    expect(await failureOf(created.get('http://payment.invalid/x'))).toMatchObject({
      code: 'LB_UNKNOWN_HOST',
    });
    expect(sent).toEqual(['http://payment.invalid/x']);
  });

  it('and leaves the number of interceptors and wrappers as it is, however many calls are made', async () => {
    for (let call = 0; call < 3; call++) await stage.axios.get(`${service}/x`, { adapter: ['http'] });
    const { config } = await stage.axios.get(`${service}/x`, { adapter: given });
    expect((await stage.axios.request(config)).status).toBe(200);
    expect(sent).toHaveLength(2);
  });
});
