import { bulkhead, timeout, TimeoutStrategy, wrap } from 'cockatiel';
import { balancedAxios, type BalancedAxios } from '../src/adapters/axios/create-axios.js';
import { fixedList } from '../src/core/instance-source.js';
import { providers, type SickProvider } from './adapters/sick-providers.js';
import { ServiceClient } from '../src/client/service-client.js';

describe('the client of a service', () => {
  let provider: SickProvider;
  let balanced: BalancedAxios;
  const start = async (kind: keyof typeof providers) => {
    provider = await providers[kind]();
    balanced = balancedAxios({ source: fixedList({ payment: [provider.candidate] }) });
    return new ServiceClient('payment', balanced.axios, balanced.balancer);
  };
  afterEach(async () => {
    balanced.close();
    await provider.stop();
  });

  it('goes into a policy of cockatiel as it is', async () => {
    const client = await start('well');
    expect(await bulkhead(1).execute(({ signal }) => client.get('/x', { signal }))).toBe('well');
  });

  it('stops when such a policy gives up, and nobody is blamed', async () => {
    const client = await start('hangs after accepting');
    const policy = wrap(bulkhead(1), timeout(50, TimeoutStrategy.Aggressive));
    await expect(policy.execute(({ signal }) => client.get('/x', { signal }))).rejects.toThrow('timed out');
    expect(balanced.balancer.leftOut('payment')).toEqual([]);
  });

  it('tells an error status as axios does, and the whole answer to whoever asks for it', async () => {
    const client = await start('busy');
    await expect(client.get('/x')).rejects.toMatchObject({ response: { status: 503 } });
    const { status, data } = await client.request({ url: '/x', validateStatus: () => true });
    expect([status, data]).toEqual([503, 'busy']);
  });
});
