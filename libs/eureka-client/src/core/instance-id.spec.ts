import { expandTemplate, unknownPlaceholder } from './instance-id.js';

const names = { hostname: 'desk', ipAddress: '10.0.0.5', appName: 'shop', port: 8080 };

describe('the template of an instance id', () => {
  it.each([
    ['${hostname}:${appName}:${port}', 'desk:shop:8080'],
    ['${spring.cloud.client.ip-address}:${server.port}', '10.0.0.5:8080'],
    ['${spring.application.name}-${random.value}', 'shop-8888888888888888'],
    ['shop1', 'shop1'],
  ])('%s is %s', (template, expected) => expect(expandTemplate(template, names, () => 0.5)).toBe(expected));

  it('reports an unknown placeholder', () => {
    expect(unknownPlaceholder('${hostname}:${prot}')).toBe('prot');
    expect(unknownPlaceholder('${hostname}:${port}')).toBeUndefined();
  });
});
