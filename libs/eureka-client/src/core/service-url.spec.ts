import { readServiceUrl, withoutLogin } from './service-url.js';

describe('the address of a registry', () => {
  it.each([
    ['http://localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/eureka', 'http://localhost:7001/eureka/'],
    ['https://registry.example/context/eureka', 'https://registry.example/context/eureka/'],
    ['http://localhost:8080/eureka/v2', 'http://localhost:8080/eureka/v2/'],
    ['http://user:p%40ss@localhost:7001/eureka', 'http://user:p%40ss@localhost:7001/eureka/'],
    ['http://localhost:7001//eureka//', 'http://localhost:7001/eureka/'],
  ])('%s is read as %s', (given, url) => expect(readServiceUrl(given)).toEqual({ url }));

  it.each([
    ['http://localhost:7001', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/eueka', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/erueka/', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/Eureka/', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/eurreka', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/context', 'http://localhost:7001/context/eureka/'],
    ['http://localhost:7001/area', 'http://localhost:7001/area/eureka/'],
    ['http://localhost:7001/eureka/apps', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/context/eueka/apps/', 'http://localhost:7001/context/eureka/'],
    ['http://localhost:7001/eureka/?zone=z1', 'http://localhost:7001/eureka/'],
  ])('%s is asked whether it means %s', (given, didYouMean) =>
    expect(readServiceUrl(given)).toEqual({ didYouMean }),
  );

  it('is printed without its login', () => {
    expect(withoutLogin('http://user:secret@localhost:7001/eureka/')).toBe('http://localhost:7001/eureka/');
    expect(withoutLogin('http://localhost:7001/eureka/a@b')).toBe('http://localhost:7001/eureka/a@b');
  });
});
