import { labApps } from './apps.mjs';

describe('the apps of the lab', () => {
  it('are those of the demo, registries first, with the ports where each may listen', () => {
    const names = ['order-consumer-80', 'payment-provider-8001', 'other', 'eureka-7001'];
    expect(labApps(names, {}).map(({ name, kind, ports }) => [name, kind, ports])).toEqual([
      ['eureka-7001', 'registry', [7001]],
      ['payment-provider-8001', 'provider', [8001]],
      ['order-consumer-80', 'consumer', [80, 8080]],
    ]);
  });

  it('may listen on other ports, with settings of their own', () => {
    const LAB_APPS = '{"eureka-7001":{"port":21001,"env":{"PORT":"21001"}},"eureka-7002":{"port":21002}}';
    expect(labApps(['eureka-7001', 'eureka-7002'], { LAB_APPS })).toMatchObject([
      { ports: [21001], env: { PORT: '21001' } },
      { ports: [21002], env: {} },
    ]);
  });
});
