import { meantUrl, normalUrl, splitCredentials } from './registry-url.js';

describe('the base URL of a registry', () => {
  it.each([
    ['http://localhost:7001/eureka', 'http://localhost:7001/eureka/'],
    ['HTTP://LocalHost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://localhost:80/eureka/', 'http://localhost/eureka/'],
  ])('has one form: %s', (url, normal) => {
    expect(normalUrl(url)).toBe(normal);
  });

  it.each([
    ['http://localhost:7001/eureka/'],
    ['http://localhost:7001/eureka'],
    ['http://localhost:7001/eureka/v2/'],
    ['http://user:pw@registry.example/context/eureka/'],
  ])('is taken as it is: %s', (url) => {
    expect(meantUrl(url)).toBeUndefined();
  });

  it.each([
    ['http://localhost:7001', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/eueka/', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/erueka', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/Eureka/', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/eureka/apps/', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/context', 'http://localhost:7001/context/eureka/'],
  ])('is guessed where it is mistyped: %s', (url, meant) => {
    expect(meantUrl(url)).toBe(meant);
  });

  it('gives up its user and password to a header', () => {
    expect(splitCredentials('http://us%40er:p%3Aw@localhost:7001/eureka/')).toEqual({
      url: 'http://localhost:7001/eureka/',
      authorization: `Basic ${Buffer.from('us@er:p:w').toString('base64')}`,
    });
    expect(splitCredentials('http://localhost:7001/eureka/')).toEqual({
      url: 'http://localhost:7001/eureka/',
    });
  });
});
