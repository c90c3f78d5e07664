import { fromEnv, settingsOf } from '@eureka-nest/runtime/settings';
import { EurekaServerOptions } from './eureka-server.options.js';

describe('the options of a Eureka server', () => {
  it('default to a single server on 8761', () => {
    expect(new EurekaServerOptions()).toMatchObject({
      port: 8761,
      peers: [],
      myUrl: 'http://localhost:8761/eureka/',
      enableSelfPreservation: true,
    });
  });

  it('recognize this server among its peers by the whole URL, never by the host alone', () => {
    const peers = [
      'http://localhost:7001/eureka',
      'http://localhost:7002/eureka',
      'http://localhost:7002/eureka/',
    ];
    expect(new EurekaServerOptions({ port: 7001, peers }).peers).toEqual(['http://localhost:7002/eureka/']);
    expect(new EurekaServerOptions({ port: 7003, peers }).peers).toHaveLength(2);
    const myUrl = 'http://registry.example/eureka/';
    expect(new EurekaServerOptions({ port: 7001, peers: [...peers, myUrl], myUrl }).peers).toHaveLength(2);
  });

  it("use the course's host names when configured", () => {
    const given = { port: 7001, peers: ['http://localhost:7002/eureka/'], hostnames: 'course' } as const;
    expect(new EurekaServerOptions(given)).toMatchObject({
      peers: ['http://eureka7002.com:7002/eureka/'],
      myUrl: 'http://eureka7001.com:7001/eureka/',
    });
  });

  it.each([
    ['http://localhost:7002/eueka/', 'did you mean http://localhost:7002/eureka/?'],
    ['http://localhost:7002', 'did you mean http://localhost:7002/eureka/?'],
  ])('reject the peer %s and suggest a URL', (peer, hint) => {
    const start = () => new EurekaServerOptions({ peers: [peer] });
    expect(start).toThrow(hint);
    expect(start).toThrow('peers (EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE)');
  });

  it('are read from variables with the names of an application.yml', () => {
    const env = {
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: 'http://localhost:7002/eureka/,http://localhost:7003/eureka/',
      EUREKA_SERVER_ENABLE_SELF_PRESERVATION: 'false',
      EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS: '2000',
      EUREKA_HOSTNAMES: 'course',
    };
    expect(new EurekaServerOptions(fromEnv(EurekaServerOptions, env))).toMatchObject({
      peers: ['http://eureka7002.com:7002/eureka/', 'http://eureka7003.com:7003/eureka/'],
      enableSelfPreservation: false,
      evictionIntervalMs: 2000,
    });
  });

  it('have unique names', () => {
    const names = settingsOf(EurekaServerOptions).map(({ env }) => env);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the login of a peer', () => {
  it.each([
    ['peers', (url: string) => ({ peers: [url] })],
    ['peersDns', (url: string) => ({ peersDns: url })],
    ['myUrl', (url: string) => ({ myUrl: url })],
  ])('is checked before the start, in %s', (option, given) => {
    for (const password of ['50%', '%zz', '12#34', '12/34', '12?34']) {
      const make = () => new EurekaServerOptions(given(`http://user:${password}@localhost:7002/eureka/`));
      expect(make).toThrow(
        new RegExp(`^${option} .*"http://localhost:7002/eureka/".*must be percent-encoded`),
      );
      expect(make).not.toThrow(password);
    }
  });
});
