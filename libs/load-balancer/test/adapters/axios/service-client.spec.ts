import { bulkhead, timeout, TimeoutStrategy, wrap } from 'cockatiel';
import { createBalancedAxios, type BalancedAxios } from '../../../src/adapters/axios/create-axios.js';
import { fixedList } from '../../../src/core/instance-source.js';
import { providers, type FaultyProvider } from '../faulty-providers.js';
import { ServiceClient } from '../../../src/adapters/axios/service-client.js';

describe('the client of a service', () => {
  let provider: FaultyProvider;
  let balanced: BalancedAxios;
  const start = async (kind: keyof typeof providers) => {
    provider = await providers[kind]();
    balanced = createBalancedAxios({ source: fixedList({ payment: [provider.candidate] }) });
    return new ServiceClient('payment', balanced.axios, balanced.balancer);
  };
  afterEach(async () => {
    balanced.close();
    await provider.stop();
  });

  it('works inside a policy of cockatiel', async () => {
    const client = await start('healthy');
    expect(await bulkhead(1).execute(({ signal }) => client.get('/x', { signal }))).toBe('healthy');
  });

  it('stops when such a policy times out, and ejects no instance', async () => {
    const client = await start('hangs after accepting');
    const policy = wrap(bulkhead(1), timeout(50, TimeoutStrategy.Aggressive));
    await expect(policy.execute(({ signal }) => client.get('/x', { signal }))).rejects.toThrow('timed out');
    expect(balanced.balancer.ejected('payment')).toEqual([]);
  });

  it('throws an error status as axios does, and returns the whole response from request()', async () => {
    const client = await start('busy');
    await expect(client.get('/x')).rejects.toMatchObject({ response: { status: 503 } });
    const { status, data } = await client.request({ url: '/x', validateStatus: () => true });
    expect([status, data]).toEqual([503, 'busy']);
  });
});
