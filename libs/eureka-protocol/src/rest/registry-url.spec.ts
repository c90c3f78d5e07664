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

  it.each([
    'http://user:12#ret@localhost:7001/eureka/',
    'http://user:12/ret@localhost:7001/eureka/',
    'http://user:12?ret@localhost:7001/eureka/',
    'http://user:12\\ret@localhost:7001/eureka/',
  ])('%s has an end of a login behind its host, which is named', (given) =>
    expect(readRegistryUrl(given)).toEqual({ problem: expect.stringContaining('percent-encoded') }),
  );

  it.each(['se%cret', '100%', '%', '%zz', '%E4'])('with the login user:%s is no URL', (password) => {
    const problem = 'a % of a login must be percent-encoded, as %25';
    expect(readRegistryUrl(`http://user:${password}@localhost:7001/eureka/`)).toEqual({ problem });
    expect(readRegistryUrl(`http://${password}:pw@localhost:7001/eureka/`)).toEqual({ problem });
  });

  it.each([
    ['http://user:secret@localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://user:se@cret@localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://user:se#cret@localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://user:se/cret@localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://user:se//cret@localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://user:se?cret@localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://user:se,cret@localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    ['http://user:se\ncret@localhost:99999/eureka/', 'http://localhost:99999/eureka/'],
    ['user:secret@localhost:7001/eureka/', 'localhost:7001/eureka/'],
    // An `@` of the path looks like the end of a login with a slash in it.
    ['http://localhost:7001/eureka/a@b', 'http://b'],
  ])('%s is printed as %s', (given, printed) => expect(withoutLogin(given)).toBe(printed));

  it('has its login moved to a header', () => {
    expect(splitLogin('http://us%40er:p%3Aw@localhost:7001/eureka/')).toEqual({
      url: 'http://localhost:7001/eureka/',
      authorization: `Basic ${Buffer.from('us@er:p:w').toString('base64')}`,
    });
    expect(splitLogin('http://localhost:7001/eureka/')).toEqual({ url: 'http://localhost:7001/eureka/' });
    expect(splitLogin('http://user@localhost:7001/eureka/')).toEqual({
      url: 'http://localhost:7001/eureka/',
    });
    expect(splitLogin('http://user:50%@localhost:7001/eureka/').authorization).toBe(
      `Basic ${Buffer.from('user:50%').toString('base64')}`,
    );
    expect(() => splitLogin('http://user:se#cret@localhost')).toThrow('invalid URL: http://localhost');
  });
});
