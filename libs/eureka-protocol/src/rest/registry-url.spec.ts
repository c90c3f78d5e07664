import { readRegistryUrl, splitLogin, withoutLogin } from './registry-url.js';

describe('the URL of a registry', () => {
  it.each([
    ['http://localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/eureka', 'http://localhost:7001/eureka/'],
    ['https://registry.example/context/eureka', 'https://registry.example/context/eureka/'],
    ['http://localhost:8080/eureka/v2', 'http://localhost:8080/eureka/v2/'],
    ['http://user:p%40ss@localhost:7001/eureka', 'http://user:p%40ss@localhost:7001/eureka/'],
    ['http://localhost:7001//eureka//', 'http://localhost:7001/eureka/'],
    ['HTTP://LocalHost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://localhost:80/eureka/', 'http://localhost/eureka/'],
  ])('%s is read as %s', (given, url) => expect(readRegistryUrl(given)).toEqual({ url }));

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
  ])('%s yields the suggestion %s', (given, didYouMean) =>
    expect(readRegistryUrl(given)).toEqual({ didYouMean }),
  );

  it('is printed without its login', () => {
    expect(withoutLogin('http://user:secret@localhost:7001/eureka/')).toBe('http://localhost:7001/eureka/');
    expect(withoutLogin('http://localhost:7001/eureka/a@b')).toBe('http://localhost:7001/eureka/a@b');
  });

  it('has its login moved to a header', () => {
    expect(splitLogin('http://us%40er:p%3Aw@localhost:7001/eureka/')).toEqual({
      url: 'http://localhost:7001/eureka/',
      authorization: `Basic ${Buffer.from('us@er:p:w').toString('base64')}`,
    });
    expect(splitLogin('http://localhost:7001/eureka/')).toEqual({ url: 'http://localhost:7001/eureka/' });
    expect(splitLogin('http://user@localhost:7001/eureka/')).toEqual({
      url: 'http://localhost:7001/eureka/',
    });
  });
});
