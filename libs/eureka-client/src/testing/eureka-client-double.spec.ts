import type { EurekaClient } from '../eureka-client.js';
import { EurekaClientDouble } from './index.js';

describe('the double of a client', () => {
  const portsOf = (client: EurekaClient, service: string) => client.instances(service).map(({ uri }) => uri);

  it('lists its instances without a start, as the real client does', async () => {
    const client: EurekaClient = new EurekaClientDouble({
      'payment-service': [
        'http://127.0.0.1:8001',
        { url: 'https://[::1]:8443', instanceId: 'b', metadata: { zone: 'z1' } },
        { url: 'http://127.0.0.1:8003', status: 'DOWN' },
      ],
    });
    expect(portsOf(client, 'Payment-Service').toSorted()).toEqual([
      'http://127.0.0.1:8001',
      'https://[::1]:8443',
    ]);
    expect(client.services()).toEqual(['payment-service']);
    expect(client.filteredOut('payment-service')).toEqual([{ why: 'DOWN', count: 1 }]);
    expect(await client.whenFetched()).toBe(true);
    await client.refresh();
    await client.stop();
  });

  it('emits what a test changes', async () => {
    const client = new EurekaClientDouble({ shop: ['http://127.0.0.1:1', 'http://127.0.0.1:2'] });
    const seen: string[] = [];
    client.on('added', ({ instance }) => seen.push(`added ${instance.port}`));
    client.on('removed', ({ instance }) => seen.push(`removed ${instance.port}`));
    client.set('SHOP', ['http://127.0.0.1:2', 'http://127.0.0.1:3']);
    client.set('shop', []);
    expect(seen.toSorted()).toEqual(['added 3', 'removed 1', 'removed 2', 'removed 3']);
    expect(client.services()).toEqual([]);
    await client.stop();
  });

  it('counts as registered from its start to its stop, and records edits', async () => {
    const client = new EurekaClientDouble();
    expect([await client.whenRegistered(), await client.setStatus('DOWN')]).toEqual([false, false]);
    await client.start(8001);
    expect([await client.whenRegistered(), client.registered]).toEqual([true, true]);
    expect(await client.setStatus('OUT_OF_SERVICE')).toBe(true);
    await client.setMetadata({ a: '1' });
    await client.setMetadata({ b: '2' });
    expect([client.statuses, client.metadata]).toEqual([['DOWN', 'OUT_OF_SERVICE'], { a: '1', b: '2' }]);
    await client.stop();
    expect(client.registered).toBe(false);
  });

  it('names an address that is no URL', () => {
    expect(() => new EurekaClientDouble({ shop: ['nowhere'] })).toThrow(
      'nowhere is not the URL of an instance',
    );
  });
});
